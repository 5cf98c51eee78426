import { QUIET } from './guard-args.ts'

/**
 * The arguments that turn our own fragmented MP4, given on standard input, into MPEG-TS as it comes: nothing is decoded.
 * What the tracks are is said at the head of the stream, so nothing is looked for behind it, where it would be waited for.
 */
export const MPEGTS_ARGS: readonly string[] = [
  ...QUIET, '-probesize', '32', '-analyzeduration', '0', '-protocol_whitelist', 'pipe', '-format_whitelist', 'mov', '-f', 'mp4', '-i', 'pipe:0',
  '-map', '0', '-c', 'copy', '-muxdelay', '0', '-muxpreload', '0', '-f', 'mpegts', 'pipe:1',
]

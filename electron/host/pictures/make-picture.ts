import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { INPUT_GUARD, QUIET } from '../../../shared/transcode/guard-args.ts'
import { runToEnd } from '../transcode/run-process.ts'

export interface PictureRequest {
  readonly ffmpeg: string
  /** Address of the film's bytes that are here; never one that fetches. */
  readonly url: string
  readonly sec: number
  readonly cwd: string
  readonly signal: AbortSignal
}

/** 240 px wide: a quarter of a small window, 3 to 12 kB. */
const WIDTH = 240
/** A picture took 0.25 to 0.8 s; what takes longer than this hangs or decodes something it should not. */
const LIMIT_MS = 20_000
const MAX_PICTURE_BYTES = 256 * 1024
/** One picture of 8K needs 150 MB. */
const MAX_RSS_BYTES = 600_000_000

/** One picture of a film as a JPEG: the key frame at or before a second. Fails: ffmpegFailed, ffmpegMissing, cancelled. */
export async function makePicture({ ffmpeg, url, sec, cwd, signal }: PictureRequest): Promise<Result<Buffer>> {
  const input = ['-threads', '1', '-skip_frame', 'nokey', '-noaccurate_seek', '-ss', sec.toFixed(3), ...INPUT_GUARD, '-i', url]
  const output = ['-map', '0:v:0', '-an', '-sn', '-dn', '-frames:v', '1', '-vf', `scale=${String(WIDTH)}:-2`, '-threads', '1', '-q:v', '6', '-f', 'mjpeg', 'pipe:1']
  const { why, stdout, complaints } = await runToEnd({ program: ffmpeg, args: [...QUIET, ...input, ...output], cwd, signal, limitMs: LIMIT_MS, maxOutputBytes: MAX_PICTURE_BYTES, maxRssBytes: MAX_RSS_BYTES })
  if (why === 'aborted') return fail('cancelled', 'the picture is not needed any more')
  if (why === 'notStarted') return fail('ffmpegMissing', 'ffmpeg cannot be started; install it again')
  return isJpeg(stdout) ? ok(stdout) : fail('ffmpegFailed', `no picture at ${String(Math.round(sec))} s: ${complaints.split('\n').at(-1)?.replaceAll(url, 'the film') ?? why}`)
}

/** From its first mark to its last: a run that was cut off leaves half of one. */
function isJpeg(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9
}

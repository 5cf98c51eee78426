import type { Readable, Writable } from 'node:stream'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { MPEGTS_ARGS } from '../../../shared/transcode/mpegts-args.ts'
import type { FfmpegFinder } from './find-ffmpeg.ts'
import { startProcess } from './run-process.ts'

/** Turns a stream of fragments into MPEG-TS while it is sent. */
export interface TsWrapper {
  readonly input: Writable
  /** Not read, it holds the input up. */
  readonly output: Readable
}

/** Starts one; it lives as long as the signal. Fails: ffmpegMissing, ffmpegFailed. */
export type StartTsWrapper = (signal: AbortSignal) => Promise<Result<TsWrapper>>

export function createTsWrapper({ finder, cwd }: { readonly finder: FfmpegFinder; readonly cwd: string }): StartTsWrapper {
  return async (signal) => {
    const tools = await finder.find(signal)
    if (!tools.ok) return tools
    const running = startProcess({ program: tools.value.ffmpeg, args: MPEGTS_ARGS, cwd, signal, limitMs: null, hasInput: true })
    return running.stdin ? ok({ input: running.stdin, output: running.stdout }) : fail('ffmpegFailed', 'ffmpeg took no stream to repackage')
  }
}

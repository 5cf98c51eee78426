import type { Log } from '../../../shared/log.ts'
import { encoderCandidates, trialArgs } from '../../../shared/transcode/encoders.ts'
import type { Encoder } from '../../../shared/transcode/encoders.ts'
import type { FfmpegTools } from './find-ffmpeg.ts'
import { runToEnd } from './run-process.ts'

/** The encoder to make pictures with. */
export interface EncoderChoice {
  /** The best that really encodes here; null when ffmpeg can make no H.264 at all. `software`: hardware ones are passed over. */
  choose(tools: FfmpegTools, software: boolean): Promise<Encoder | null>
  /** A hardware encoder failed in mid-film: none is used any more in this run. */
  distrust(): void
}

const TRIAL_LIMIT_MS = 5000

export function createEncoderChoice({ cwd, platform, log }: { readonly cwd: string; readonly platform: string; readonly log: Log }): EncoderChoice {
  const trials = new Map<string, Promise<boolean>>()
  let trusted = true

  const works = (ffmpeg: string, encoder: Encoder) => {
    const key = `${ffmpeg} ${encoder.name}`
    const trial = trials.get(key) ?? tryOut(ffmpeg, encoder, cwd)
    trials.set(key, trial)
    return trial
  }

  return {
    choose: async ({ ffmpeg, facts }, software) => {
      for (const encoder of encoderCandidates(facts.encoders, platform)) {
        if (encoder.hardware && (software || !trusted)) continue
        // Software that is built in works.
        if (!encoder.hardware || await works(ffmpeg, encoder)) return encoder
        log('transcode', 'encoderRefused', { name: encoder.name })
      }
      return null
    },
    distrust: () => { trusted = false },
  }
}

async function tryOut(ffmpeg: string, encoder: Encoder, cwd: string): Promise<boolean> {
  const { why, code } = await runToEnd({ program: ffmpeg, args: trialArgs(encoder), cwd, signal: new AbortController().signal, limitMs: TRIAL_LIMIT_MS, maxOutputBytes: 100_000 })
  return why === 'exited' && code === 0
}

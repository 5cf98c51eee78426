import type { MethodChoice } from '../playback/choose-method.ts'
import type { Method } from '../playback/method.ts'
import type { Rung } from './ladder.ts'

/** What tells the conversions of one film apart; players that want the same share it. */
export interface ConversionSpec {
  readonly method: Exclude<Method, 'direct'>
  /** Null: a film without sound. */
  readonly audioIndex: number | null
  /** Lines of the encoded picture; null = as it is. */
  readonly height: number | null
}

/** The spec of a choice; null when nothing is converted. */
export function specOf({ method, audio, height }: MethodChoice): ConversionSpec | null {
  return method === 'direct' ? null : { method, audioIndex: audio?.audioIndex ?? null, height }
}

/** As one path segment: `transcode-a0-h720`, `remux-none-full`. */
export function formatSpec({ method, audioIndex, height }: ConversionSpec): string {
  return `${method}-${audioIndex === null ? 'none' : `a${String(audioIndex)}`}-${height === null ? 'full' : `h${String(height)}`}`
}

/** Reads what formatSpec wrote; null for anything else. */
export function parseSpec(text: string): ConversionSpec | null {
  const [, methodText, audio, height] = /^(remux|transcodeAudio|transcode)-(none|a\d{1,3})-(full|h\d{3,4})$/.exec(text) ?? []
  const method = (['remux', 'transcodeAudio', 'transcode'] as const).find((known) => known === methodText)
  if (!method || audio === undefined || height === undefined) return null
  return { method, audioIndex: audio === 'none' ? null : Number(audio.slice(1)), height: height === 'full' ? null : Number(height.slice(1)) }
}

/** Where a session of this spec begins on the ladder. */
export function firstRung({ method, height }: ConversionSpec, software: boolean): Rung {
  return { method, quality: 'normal', height, software }
}

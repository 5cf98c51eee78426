/**
 * How the sound of a film is shaped on its way to the loudspeakers: what the person wants -> gains and times of the nodes of
 * an audio graph (Web Audio API). Film sound is mixed for cinemas: voices in the middle, effects far louder around them.
 */
export interface SoundShape {
  /** 1 = as the film has it; above that it is amplified. */
  readonly volume: number
  /** Voices louder than what is around them. */
  readonly clearVoices: boolean
  /** Loud passages softer, soft ones louder. */
  readonly nightMode: boolean
  /** How much later than the picture, in milliseconds. */
  readonly delayMs: number
}

export const PLAIN_SHAPE: SoundShape = { volume: 1, clearVoices: false, nightMode: false, delayMs: 0 }
/** Twice as loud is +6 dB; more only distorts. */
export const MAX_VOLUME = 2
/** Receivers and wireless loudspeakers are late by less than this, and so is a picture that was processed. */
export const MAX_DELAY_MS = 1000
export const SOUND_DELAY_STEP_MS = 50

/** What an audio graph is set to. */
export interface SoundPlan {
  /** Linear. */
  readonly gain: number
  readonly delaySec: number
  /** Linear gains of left, right, centre, low frequencies, left and right surround into the left loudspeaker; the right one mirrors them. */
  readonly toLeft: readonly [left: number, right: number, centre: number, low: number, leftSurround: number, rightSurround: number]
  /** Gain in dB at 2.5 kHz, where consonants lie. */
  readonly presenceDb: number
  /** Null = no compression. */
  readonly compressor: { readonly thresholdDb: number; readonly ratio: number; readonly attackSec: number; readonly releaseSec: number } | null
}

/** -3 dB, with which a channel that both loudspeakers play is as loud as before (ITU-R BS.775-3, table 2). */
const SHARED = Math.SQRT1_2
/** Centre +3 dB, everything around it -6 dB: voices gain 9 dB on the rest and the whole stays about as loud. */
const VOICE_CENTRE = SHARED * 1.41
const AROUND = 0.5
const PRESENCE_DB = 4
/** A quiet evening: from 40 dB below full scale on, 8 dB more become 1. */
const NIGHT = { thresholdDb: -40, ratio: 8, attackSec: 0.005, releaseSec: 0.25 } as const

/** The settings of the graph; values outside their limits count as the limit. */
export function planSound({ volume, clearVoices, nightMode, delayMs }: SoundShape): SoundPlan {
  return {
    gain: Math.min(MAX_VOLUME, Math.max(1, volume)), // below 1 the element itself is turned down
    delaySec: Math.min(MAX_DELAY_MS, Math.max(0, delayMs)) / 1000,
    toLeft: clearVoices ? [AROUND, 0, VOICE_CENTRE, 0, AROUND * SHARED, 0] : [1, 0, SHARED, 0, SHARED, 0],
    presenceDb: clearVoices ? PRESENCE_DB : 0,
    compressor: nightMode ? NIGHT : null,
  }
}

/** True when the sound needs no graph at all: most films never get one. */
export function isPlain({ volume, clearVoices, nightMode, delayMs }: SoundShape): boolean {
  return volume <= 1 && !clearVoices && !nightMode && delayMs <= 0
}

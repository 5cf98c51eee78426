import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/** How a subtitle's clock lies on the film's: film = subtitle * speed + delayMs. */
export interface SubtitleTiming {
  readonly delayMs: number
  readonly speed: number
}

export const IN_TIME: SubtitleTiming = { delayMs: 0, speed: 1 }
/** One press of the delay keys. */
export const DELAY_STEP_MS = 50
/** Beyond this a subtitle belongs to another film. */
export const MAX_DELAY_MS = 3_600_000

/** A line that is spoken at a known moment of the film. */
export interface SyncPoint {
  readonly cueMs: number
  readonly filmMs: number
}

/** Later by a positive step, rounded to whole steps, so that 0 is met again on the way back. */
export function delayedBy(timing: SubtitleTiming, stepMs: number): SubtitleTiming {
  const delayMs = Math.round((timing.delayMs + stepMs) / DELAY_STEP_MS) * DELAY_STEP_MS
  return { ...timing, delayMs: Math.max(-MAX_DELAY_MS, Math.min(MAX_DELAY_MS, delayMs)) }
}

/** When the film reaches a subtitle's moment. */
export function toFilmMs({ delayMs, speed }: SubtitleTiming, cueMs: number): number {
  return cueMs * speed + delayMs
}

/** The moment of a subtitle that belongs to the film's. */
export function toCueMs({ delayMs, speed }: SubtitleTiming, filmMs: number): number {
  return (filmMs - delayMs) / speed
}

/** One line spoken now: everything moves by as much. Its speed stays. */
export function syncToPoint(timing: SubtitleTiming, { cueMs, filmMs }: SyncPoint): SubtitleTiming {
  return { ...timing, delayMs: filmMs - cueMs * timing.speed }
}

/**
 * Two lines spoken at known moments: delay and speed, for subtitles made for another rate of pictures. Fails:
 * subtitleUnreadable when the lines lie less than a minute apart (a slip of a tenth would stretch the film by seconds) or
 * the speed found is none that films have.
 */
export function syncToPoints(first: SyncPoint, second: SyncPoint): Result<SubtitleTiming> {
  const apartMs = second.cueMs - first.cueMs
  if (Math.abs(apartMs) < SYNC_APART_MS) return fail('subtitleUnreadable', `the two lines are ${String(Math.round(Math.abs(apartMs) / 1000))} s apart; choose lines at least a minute apart`)
  const speed = (second.filmMs - first.filmMs) / apartMs
  if (speed < MIN_SPEED || speed > MAX_SPEED) return fail('subtitleUnreadable', `the lines would have to run at ${speed.toFixed(2)} times their speed; choose the lines again`)
  return ok({ speed, delayMs: first.filmMs - first.cueMs * speed })
}

export const SYNC_APART_MS = 60_000
/** 23.976 to 30 pictures a second and back, with room for slips. */
export const MIN_SPEED = 0.75
export const MAX_SPEED = 1.34

import { MAX_SPEED, MIN_SPEED } from '../subtitles/shift.ts'
import { asksEarly } from './stream-path.ts'

/** What a path below `/torrents/{torrent}/subtitles/{file}` names: `track` null is the list of them, `from` counts cues left out at the front. */
export interface SubtitlePath {
  readonly track: string | null
  readonly form: 'vtt' | 'srt' | 'json'
  readonly from: number
  /** Taken from every time, for streams that begin in the middle of the film; negative: added, for words that come too early. */
  readonly laterMs: number
  /** Every time is multiplied by it first, for words made for another rate of pictures. */
  readonly speed: number
  /** The window's form alone: cues in bytes whose hash is still to come. */
  readonly early: boolean
  /** The name of one picture of the track; null for its cues. */
  readonly picture: string | null
}

/** Nothing lists them, `{track}` with or without `.vtt` is WebVTT, with `.srt` SubRip, with `.json` the window's form, `{track}/{number}` one picture; null for any other name. */
export function parseSubtitlePath([name, picture, ...others]: readonly string[], query: string): SubtitlePath | null {
  const [, track, form] = /^([a-z]{1,10}-\d{1,9})(\.vtt|\.srt|\.json)?$/.exec(name ?? '') ?? []
  if (others.length > 0 || (name !== undefined && track === undefined)) return null
  if (picture !== undefined && (form !== undefined || !/^\d{1,6}$/.test(picture))) return null
  const from = Number(/(?:^|&)from=(\d{1,9})(?:&|$)/.exec(query)?.[1] ?? 0)
  const laterMs = Number(/(?:^|&)later=(-?\d{1,9})(?:&|$)/.exec(query)?.[1] ?? 0)
  const speed = Number(/(?:^|&)speed=(\d(?:\.\d{1,6})?)(?:&|$)/.exec(query)?.[1] ?? 1)
  return { track: track ?? null, form: form === '.json' ? 'json' : form === '.srt' ? 'srt' : 'vtt', from, laterMs, speed: speed >= MIN_SPEED && speed <= MAX_SPEED ? speed : 1, early: form === '.json' && asksEarly(query), picture: picture ?? null }
}

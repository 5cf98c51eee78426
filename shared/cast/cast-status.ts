import { boolean, integer, list, literal, nullable, number, object, optional, picklist, text, variant } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { soundSchema } from '../playback/film-facts.ts'
import { appErrorSchema, fileIndexSchema, infoHashSchema } from '../torrent/snapshot.ts'
import { MAX_DELAY_MS, MAX_SPEED, MIN_SPEED } from '../subtitles/shift.ts'
import { CAST_REASONS } from './cast-media.ts'

const seconds = number(0, 1e9)
const name = text(200)
const delayMs = number(-MAX_DELAY_MS, MAX_DELAY_MS)
const speed = number(MIN_SPEED, MAX_SPEED)
const audioIndex = integer(0, 999)

/** A line of the cast menu. */
export const castDeviceSchema = object({
  id: text(200),
  kind: picklist(['chromecast', 'renderer', 'program']),
  name,
  model: name,
  /** The same device in its other language, when it speaks both. */
  also: nullable(object({ id: text(200), kind: picklist(['chromecast', 'renderer']) })),
})
export type CastDeviceEntry = ValueOf<typeof castDeviceSchema>

/** How the film gets to a device, in the words of the playback decision. */
export const castFormSchema = object({
  method: picklist(['direct', 'remux', 'transcodeAudio', 'transcode']),
  reasons: list(text(64), 16),
})
export type CastForm = ValueOf<typeof castFormSchema>

/** The cast under way, twice a second and at each change. The last one of a cast has a phase that ends it. */
export const castStatusSchema = object({
  /** The stream whose window follows the device. */
  streamId: text(64),
  infoHash: infoHashSchema,
  fileIndex: fileIndexSchema,
  deviceId: text(200),
  deviceName: name,
  deviceKind: picklist(['chromecast', 'renderer', 'program']),
  form: castFormSchema,
  phase: picklist(['connecting', 'loading', 'playing', 'paused', 'buffering', 'ended', 'stopped', 'refused', 'lost']),
  positionSec: seconds,
  durationSec: nullable(seconds),
  /** 0 to 1; null when the device does not say. */
  volume: nullable(number(0, 1)),
  muted: nullable(boolean()),
  canPause: boolean(),
  canSetVolume: boolean(),
  /** Track shown on the device; null = none. */
  subtitleTrackId: nullable(text(64)),
  subtitleDelayMs: delayMs,
  /** Times of the words are multiplied by it. */
  subtitleSpeed: speed,
  /** The sound that is heard there; null before anybody looked into the film, and for one without. */
  audioIndex: nullable(audioIndex),
  /** What can be heard; empty before anybody looked into the film. */
  sounds: list(soundSchema, 256),
  reason: nullable(picklist(CAST_REASONS)),
  /** What went wrong before the device was reached; null when nothing did. */
  problem: nullable(appErrorSchema),
})
export type CastStatus = ValueOf<typeof castStatusSchema>

/** What the person asks of the device. */
export const remoteCommandSchema = variant('kind', [
  object({ kind: literal('play') }),
  object({ kind: literal('pause') }),
  object({ kind: literal('seek'), toSec: seconds }),
  object({ kind: literal('volume'), level: number(0, 1) }),
  object({ kind: literal('mute'), muted: boolean() }),
  object({ kind: literal('subtitleTrack'), trackId: nullable(text(64)) }),
  object({ kind: literal('subtitleTiming'), delayMs, speed }),
  /** Null = the one heard by default. */
  object({ kind: literal('audioTrack'), audioIndex: nullable(audioIndex) }),
  object({ kind: literal('next'), step: integer(-1, 1) }),
])
export type RemoteWish = ValueOf<typeof remoteCommandSchema>

/** What to begin a cast with; Seconds are of the film. */
export const startCastSchema = object({
  infoHash: infoHashSchema,
  fileIndex: fileIndexSchema,
  deviceId: text(200),
  atSec: seconds,
  paused: boolean(),
  subtitleTrackId: nullable(text(64)),
  subtitleDelayMs: optional(delayMs),
  subtitleSpeed: optional(speed),
  audioIndex: optional(nullable(audioIndex)),
  /** A method the person chose instead of the decision's own. */
  method: optional(picklist(['direct', 'remux', 'transcodeAudio', 'transcode'])),
})
export type StartCast = ValueOf<typeof startCastSchema>

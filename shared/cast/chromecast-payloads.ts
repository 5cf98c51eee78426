import type { CastMedia } from './cast-media.ts'

/** Namespaces of the Cast channel. */
export const NAMESPACE = {
  connection: 'urn:x-cast:com.google.cast.tp.connection',
  heartbeat: 'urn:x-cast:com.google.cast.tp.heartbeat',
  receiver: 'urn:x-cast:com.google.cast.receiver',
  media: 'urn:x-cast:com.google.cast.media',
} as const

/** The platform's own end of the channel. */
export const PLATFORM = 'receiver-0'
/** The Default Media Receiver: plays a URL, needs no registration. */
export const DEFAULT_RECEIVER = 'CC1AD845'

/** What a device says of its running application and volume; null = not said in this message. */
export interface ReceiverNews {
  readonly application: { readonly appId: string; readonly sessionId: string; readonly transportId: string } | null
  readonly level: number | null
  readonly muted: boolean | null
  readonly canSetVolume: boolean
}

/** What a device says of its media; fields it left out are null and keep their last value. */
export interface MediaNews {
  readonly mediaSessionId: number
  readonly playerState: string | null
  readonly idleReason: string | null
  readonly currentTime: number | null
  readonly duration: number | null
  readonly commands: number | null
}

/** Bits of supportedMediaCommands. */
export const COMMAND_BIT = { pause: 1, seek: 2 }

/** The `media` part of LOAD: a file with a length is BUFFERED, a stream made while it is sent is LIVE. */
export function mediaInformation(media: CastMedia): Readonly<Record<string, unknown>> {
  return {
    contentId: media.url,
    contentType: media.mediaType,
    streamType: media.deviceCanSeek ? 'BUFFERED' : 'LIVE',
    ...(media.durationSec === null || !media.deviceCanSeek ? {} : { duration: media.durationSec }),
    metadata: { metadataType: 0, title: media.title },
    // Segments are taken for MPEG-TS unless they are said to be fragmented MP4.
    ...(/mpegurl/i.test(media.mediaType) ? { hlsSegmentFormat: 'fmp4', hlsVideoSegmentFormat: 'fmp4' } : {}),
    ...(media.subtitles.length === 0 ? {} : { textTrackStyle: TEXT_STYLE }),
    tracks: media.subtitles.map(({ id, vttUrl, name, language }) => ({
      trackId: id, type: 'TEXT', subtype: 'SUBTITLES', trackContentId: vttUrl, trackContentType: 'text/vtt', name, language: language || 'und',
    })),
  }
}

/** White with a dark edge: readable on any picture. Colours are #RRGGBBAA. */
const TEXT_STYLE = { foregroundColor: '#FFFFFFFF', backgroundColor: '#00000000', edgeType: 'OUTLINE', edgeColor: '#000000FF', fontScale: 1 }

/** JSON of a payload as a plain object; null when it is none. */
export function readPayload(payload: string): Readonly<Record<string, unknown>> | null {
  try {
    return record(JSON.parse(payload))
  } catch {
    return null
  }
}

/** Reads RECEIVER_STATUS. Everything in it comes from a stranger and may be missing or of any type. */
export function readReceiverStatus(payload: Readonly<Record<string, unknown>>): ReceiverNews {
  const status = record(payload['status'])
  const volume = record(status?.['volume'])
  const applications = Array.isArray(status?.['applications']) ? status['applications'] : []
  const application = record(applications[0])
  const [appId, sessionId, transportId] = [text(application?.['appId']), text(application?.['sessionId']), text(application?.['transportId'])]
  return {
    application: appId && sessionId && transportId ? { appId, sessionId, transportId } : null,
    level: between(volume?.['level'], 0, 1),
    muted: typeof volume?.['muted'] === 'boolean' ? volume['muted'] : null,
    canSetVolume: text(volume?.['controlType']) !== 'fixed',
  }
}

/** Reads MEDIA_STATUS; null when it speaks of no media session. A message may leave out what did not change. */
export function readMediaStatus(payload: Readonly<Record<string, unknown>>): MediaNews | null {
  const entries = Array.isArray(payload['status']) ? payload['status'] : []
  const status = record(entries[0])
  const mediaSessionId = between(status?.['mediaSessionId'], 0, Number.MAX_SAFE_INTEGER)
  if (!status || mediaSessionId === null) return null
  return {
    mediaSessionId,
    playerState: text(status['playerState']),
    idleReason: text(status['idleReason']),
    currentTime: between(status['currentTime'], 0, 1e9),
    duration: between(record(status['media'])?.['duration'], 0, 1e9),
    commands: between(status['supportedMediaCommands'], 0, Number.MAX_SAFE_INTEGER),
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null
}

const MAX_TEXT = 512
const text = (value: unknown) => (typeof value === 'string' && value.length <= MAX_TEXT ? value : null)

function between(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null
}

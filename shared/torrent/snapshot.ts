import { ERROR_CODES } from '../errors.ts'
import { isInfoHash } from '../ids.ts'
import { filmFactsSchema } from '../playback/film-facts.ts'
import { boolean, details, guarded, integer, list, literal, nullable, number, object, picklist, text, variant } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'

/** The shapes of a torrent and a stream that the page, scripts and other processes may see. Plain data only. */

const MAX_FILES = 20_000 // facts: more is refused when the metainfo is validated
const MAX_PATH = 4096
const MAX_COUNT = Number.MAX_SAFE_INTEGER

export const infoHashSchema = guarded(isInfoHash, '40 lower-case hexadecimal digits')
export const fileIndexSchema = integer(0, MAX_FILES)
const bytesCount = integer(0, MAX_COUNT)
const bytesPerSec = number(0, MAX_COUNT)
const seconds = number(0, 1e9)

export const appErrorSchema = object({ code: picklist(ERROR_CODES), message: text(4096), details })

/** What a file of the torrent is, judged by its name. `extra` marks samples, trailers and bonus material. */
export const fileSchema = object({
  index: fileIndexSchema,
  name: text(MAX_PATH),
  /** Safe path below the torrent's folder, parts joined with "/". */
  path: text(MAX_PATH),
  lengthBytes: bytesCount,
  mediaType: text(128),
  kind: picklist(['video', 'audio', 'subtitle', 'image', 'other']),
  /** Video or audio that may be offered for playing. */
  playable: boolean(),
  extra: boolean(),
})
export type TorrentFile = ValueOf<typeof fileSchema>

/** Progress while the info dictionary is being fetched (BEP 9, BEP 10). */
export const metadataProgressSchema = object({
  peersFound: integer(0, MAX_COUNT),
  peersConnected: integer(0, MAX_COUNT),
  percent: number(0, 100),
  attempt: integer(1, 1000),
  maxAttempts: integer(1, 1000),
  elapsedMs: number(0, MAX_COUNT),
  timeoutMs: number(0, MAX_COUNT),
  trackers: integer(0, 1000),
  dht: boolean(),
})
export type MetadataProgress = ValueOf<typeof metadataProgressSchema>

/** Numbers that change all the time. */
export const torrentProgressSchema = object({
  infoHash: infoHashSchema,
  /** Verified share of the whole torrent, 0..1. */
  progress: number(0, 1),
  peers: integer(0, MAX_COUNT),
  receivedBytes: bytesCount,
  wastedBytes: bytesCount,
  verifiedBytes: bytesCount,
  downloadBytesPerSec: bytesPerSec,
  uploadBytesPerSec: bytesPerSec,
  metadata: nullable(metadataProgressSchema),
})
export type TorrentProgress = ValueOf<typeof torrentProgressSchema>

/** The slow-changing facts of a torrent; sent when one of them changes. */
export const torrentSnapshotSchema = object({
  id: integer(0, MAX_COUNT),
  infoHash: infoHashSchema,
  name: text(MAX_PATH),
  /** A magnet link that opens this torrent again. */
  magnet: text(65_536),
  phase: picklist(['metadata', 'checking', 'ready', 'failed']),
  files: list(fileSchema, MAX_FILES),
  /** The file played unless the person picks another: largest video, else largest audio; null when none plays. */
  chosenFile: nullable(fileIndexSchema),
  /** Why it failed, or what holds it up (disk full). Null while all is well. */
  problem: nullable(appErrorSchema),
  /** Sentences about things made safe: renamed files, addresses left out. */
  notes: list(text(1024), 100),
})
export type TorrentSnapshot = ValueOf<typeof torrentSnapshotSchema>

const secondsInterval = object({ begin: seconds, end: seconds })

/** Why the film does not move, with the numbers for a true sentence. */
export const stallSchema = variant('reason', [
  /** `isGuess`: the index is not here, so that nobody knows how much the first picture takes. */
  object({ reason: literal('starting'), haveBytes: bytesCount, needBytes: bytesCount, peers: integer(0, MAX_COUNT), etaSec: nullable(seconds), isGuess: boolean() }),
  object({ reason: literal('buffering'), haveBytes: bytesCount, needBytes: bytesCount, missingPieces: integer(0, MAX_COUNT), peers: integer(0, MAX_COUNT), etaSec: nullable(seconds) }),
  object({ reason: literal('slowerThanBitrate'), downloadBytesPerSec: bytesPerSec, bitrateBytesPerSec: bytesPerSec, pauseSec: nullable(seconds) }),
  object({ reason: literal('noPeers'), sinceMs: number(0, MAX_COUNT) }),
  object({ reason: literal('noPeerHasPart'), peers: integer(0, MAX_COUNT), bestCopyPercent: number(0, 100) }),
  object({ reason: literal('allPaused') }),
  object({ reason: literal('peersChoke'), peers: integer(0, MAX_COUNT) }),
  object({ reason: literal('verifying'), percent: number(0, 100) }),
  object({ reason: literal('storage'), problem: appErrorSchema }),
  object({ reason: literal('wayOut'), problem: appErrorSchema }),
])
export type Stall = ValueOf<typeof stallSchema>

/** Twice a second for an open stream: what the status line, the seek bar and the waiting overlay draw. */
export const streamStatusSchema = object({
  streamId: text(64),
  infoHash: infoHashSchema,
  fileIndex: fileIndexSchema,
  peers: integer(0, MAX_COUNT),
  downloadBytesPerSec: bytesPerSec,
  uploadBytesPerSec: bytesPerSec,
  /** Verified seconds after the playhead without a gap. */
  cushionSec: seconds,
  /** True when everything from the playhead to the end is verified. */
  complete: boolean(),
  /** Bytes a second of the film around the playhead; null until the duration is known. */
  bitrateBytesPerSec: nullable(bytesPerSec),
  forecast: variant('kind', [
    object({ kind: literal('unknown') }),
    object({ kind: literal('playsThrough') }),
    object({ kind: literal('willPause'), inSec: seconds }),
  ]),
  /** The place that is pointed at, and how long a jump there would take: 0 when it is here, null when nobody knows; a guess before the index told its key frame. */
  jump: nullable(object({ timeSec: seconds, inSec: nullable(seconds), isGuess: boolean() })),
  /** Verified parts of the film on its time line. Empty until the duration is known. */
  verifiedSec: list(secondsInterval, 2000),
  /** The parts being fetched now (urgent and ahead), on the time line. */
  windowSec: list(secondsInterval, 16),
  /** What a waiting read needs; null while no read waits. */
  stall: nullable(stallSchema),
  /** The plan as a picture, one character a piece, at most 400 (pieces are grouped). */
  picture: text(400),
  /** Why the planner chose what it did: its reason by name (shared/window/plan-window.ts), '' before there is one. */
  why: text(200),
  /** Reads open on the server, file offsets in bytes. */
  cursors: list(object({ offsetBytes: bytesCount, waiting: boolean() }), 64),
})
export type StreamStatus = ValueOf<typeof streamStatusSchema>

/** A peer of a torrent, for those who want to see the machine at work. */
export const peerDetailSchema = object({
  id: integer(0, MAX_COUNT),
  address: text(64),
  downloadBytesPerSec: bytesPerSec,
  /** Blocks asked of it and not here yet. */
  queue: integer(0, MAX_COUNT),
  /** It lets us ask for nothing at the moment. */
  holdsBack: boolean(),
})
export type PeerDetail = ValueOf<typeof peerDetailSchema>

/** Four times a second for the one stream that somebody looks at closely. */
export const streamDetailSchema = object({
  streamId: text(64),
  picture: text(400),
  why: text(200),
  cursors: list(object({ offsetBytes: bytesCount, waiting: boolean() }), 64),
  /** The fastest first. */
  peers: list(peerDetailSchema, 50),
})
export type StreamDetail = ValueOf<typeof streamDetailSchema>

/** What the page needs to play one file. */
export const streamDescriptorSchema = object({
  streamId: text(64),
  infoHash: infoHashSchema,
  fileIndex: fileIndexSchema,
  url: text(8192),
  name: text(MAX_PATH),
  mediaType: text(128),
  lengthBytes: bytesCount,
  method: picklist(['direct', 'remux', 'transcodeAudio', 'transcode']),
  reasons: list(text(64), 32),
  /** What is in the film; null while nobody has looked (then it follows as an event). */
  film: nullable(filmFactsSchema),
})
export type StreamDescriptor = ValueOf<typeof streamDescriptorSchema>

/**
 * Every failure a person or a caller may meet, by code. The page chooses its words by code, never by message.
 * Severity is not part of a code: only the place that composes things knows whether a condition is fatal.
 */
export type ErrorCode = (typeof ERROR_CODES)[number]

export const ERROR_CODES = [
  // what was opened
  'sourceEmpty', // nothing usable in what was dropped, pasted or typed
  'sourceUnknown', // neither magnet, info hash, link nor metainfo
  'sourceTooLarge', // a file or text above its limit
  'sourceIsFolder', // a folder was dropped
  'sourceUnreadable', // the file could not be read
  'sourceUnreachable', // the link to a .torrent could not be fetched
  'sourceForbidden', // the link points at this computer or the local network
  'magnetMalformed', // BEP 9 link without a usable info hash, or with broken parameters
  'bencodeMalformed', // BEP 3 encoding broken
  'metainfoDamaged', // a field of the metainfo is missing or contradicts another
  'metainfoTooLarge', // counts or sizes above the limits
  'torrentV2Only', // BEP 52 without a v1 info dictionary
  // finding and fetching
  'metadataTimeout', // no peer sent the info dictionary in time
  'metadataMismatch', // the info dictionary's hash is not the one asked for
  'noPlayableFile', // the torrent holds no video and no audio
  'torrentSuspect', // the media host ended again and again while it was open; it was left closed
  'tooManyTorrents', // the limit of torrents at once is reached and none is idle
  'torrentUnknown', // no such torrent here
  'fileUnknown', // no such file in the torrent
  'streamUnknown', // no such stream
  'readAborted', // the reader went away
  // the way out that the person chose
  'interfaceGone', // the interface that everything is to go by is not there
  'proxyUnreachable', // it does not answer
  'proxyLogin', // it wants another name or password
  'proxyForeign', // what answers is no proxy of this kind
  'proxyForbids', // its rules let us to nobody
  // storage
  'diskFull', 'folderUnusable', 'storageFailed',
  'storageLimit', // what plays needs more room than the person's limit gives
  // server
  'rangeMalformed', 'rangeUnsatisfiable', 'portInUse',
  // media tools
  'ffmpegMissing',
  'ffmpegUnusable', // one is there, and does not work, is too old or lacks what is needed
  'ffmpegFailed', // it could not do this film
  'subtitleUnreadable', // no subtitle text, none we read, or nothing in it
  'subtitleTooLarge', // a subtitle file above its limit
  'subtitleUnknown', // no such subtitle of this film
  // casting
  'deviceUnknown', // no such device in the list any more
  'deviceAddressBad', // what was typed is no address of a device
  'deviceUnreachable', // it does not answer, or is gone
  'deviceRefused', // it said no: to a command, or to the film in this form
  'deviceBroken', // its answer makes no sense
  'deviceCannotReachUs', // it took the film and never fetched a byte
  // between processes
  'invalidMessage', // an IPC value did not match the contract
  'hostGone', // the media host ended while a request was under way
  'cancelled', 'timeout',
  // configuration
  'settingsMended', // the settings file was damaged; what could be read of it was taken
  'libraryMended', // the same of what was watched
  'settingInvalid', 'argumentInvalid',
  'unexpected', // a bug: caught at a border, logged with its stack
] as const

/** Facts that belong to an error: numbers and short texts to build a sentence from. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>

/** An error as plain data, safe to send between processes. */
export interface AppError {
  readonly code: ErrorCode
  readonly message: string
  readonly details: ErrorDetails
}

/** Thrown where a Result does not fit (an iterator, a stream); carries the same data as a failed Result. */
export class CodedError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(error: AppError, options?: { cause?: unknown }) {
    super(error.message, options)
    this.name = 'CodedError'
    this.code = error.code
    this.details = error.details
  }
}

/** Turns anything thrown into plain data. Unknown things become `unexpected` with their message. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof CodedError) return { code: thrown.code, message: thrown.message, details: thrown.details }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'unexpected', message, details: {} }
}

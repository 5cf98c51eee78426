import { boolean, integer, list, nullable, number, picklist, text } from '../ipc/schema.ts'
import { keySettingsSchema } from '../keys/key-settings.ts'
import { AFTER_WATCHING } from '../library/cleanup-plan.ts'
import { MAX_FORMER_FOLDERS } from '../library/kept-folders.ts'
import { networkFields } from '../network/network-wish.ts'
import { MAX_DELAY_MS, MAX_VOLUME } from '../playback/sound-shape.ts'
import { MIN_LIMIT_BYTES } from '../storage/storage-limit.ts'
import { subtitleLookSchema } from '../subtitles/look.ts'
import { LANGUAGES } from '../text/language.ts'

/** Below this a limit would starve the protocol itself; 10 Gbit/s above is no limit any more. */
const limit = nullable(integer(10_000, 1_250_000_000))

/** Everything a person chooses inside the program, by name: the one list of it. Rates in bytes a second, null = no limit. */
export const preferenceFields = {
  theme: picklist(['system', 'light', 'dark']),
  language: picklist(['system', ...LANGUAGES]),
  keys: keySettingsSchema,
  /** 1 = as the film has it; above that it is amplified. */
  volume: number(0, MAX_VOLUME),
  muted: boolean(),
  /** Voices louder than what is around them. */
  clearVoices: boolean(),
  /** Loud passages softer, soft ones louder. */
  nightMode: boolean(),
  /** How much later than the picture the sound comes, in milliseconds. */
  soundDelayMs: integer(0, MAX_DELAY_MS),
  /** The ffmpeg to use before any other; null = the best that is found. Only main writes it, from a choice in the system's own dialog: it names a program that is run. */
  ffmpegPath: nullable(text(4096)),
  /** Fetch a little at the place the person points at on the seek bar. */
  warmSeek: boolean(),
  /** A film goes on where it was left. */
  resume: boolean(),
  /** At the end of a film the next file of its torrent starts. */
  autoNext: boolean(),
  /** Say that a film is complete while the window is not in front. */
  notifications: boolean(),
  /** What to do with a link that another program hands over. */
  foreignLinks: picklist(['ask', 'open']),
  /** The person was asked once whether links in other programs open here. */
  linksOffered: boolean(),
  subtitles: subtitleLookSchema,
  /** Subtitles in the person's language are shown by themselves. */
  subtitlesShown: boolean(),
  downLimitBytesPerSec: limit,
  upLimitBytesPerSec: limit,
  /** Room in the line is left to others once a film is safe. */
  automaticSpeed: boolean(),
  /** Nothing is fetched and nothing given; each start of the program begins without it. */
  paused: boolean(),
  /** What becomes of a film's data when it is not watched any more. */
  afterWatching: picklist(AFTER_WATCHING),
  /** Where films are while they are watched, and what is kept of them stays; null = in the system's temporary folder. Only main writes it, from the system's own dialog; the next start takes it up. */
  downloadFolder: nullable(text(4096)),
  /** Where kept films go; null = a folder of the program's in the person's downloads. Only main writes it, from the system's own dialog. */
  keptFolder: nullable(text(4096)),
  /** Folders chosen before, in which films may still lie; the newest first. */
  formerKeptFolders: list(text(4096), MAX_FORMER_FOLDERS),
  /** Bytes that what is not kept may take on the disk; null = as the disk allows. */
  storageLimitBytes: nullable(integer(MIN_LIMIT_BYTES, 1e15)),
  /** The programs of players on this computer; null = where they usually are. */
  mpvPath: nullable(text(4096)),
  vlcPath: nullable(text(4096)),
  /** An icon beside the system's clock; while it is there, a closed window leaves the program running. */
  tray: boolean(),
  ...networkFields,
} as const

import type { AppError, ErrorCode, ErrorDetails } from '../errors.ts'
import { SOURCE_LIMITS } from '../torrent/limits.ts'
import { germanErrors, germanPlayerErrors } from './german-errors.ts'
import type { Language } from './language.ts'
import { languageNow } from './language.ts'
import { liveWords } from './live-words.ts'
import { inFolder, isGone } from './error-sentence.ts'
import type { ErrorWords, SentencesFor } from './error-sentence.ts'
import { isolate } from './isolate.ts'
import { formatBytes, formatCount } from './numbers.ts'

type PlayerErrors = Readonly<Record<'format' | 'network' | 'engine', ErrorWords>>

/** The sentences beside English, whose words stand for what they lack. */
export const ERROR_TRANSLATIONS: Readonly<Record<Exclude<Language, 'en'>, { readonly errors: Readonly<Partial<Record<ErrorCode, SentencesFor>>>; readonly player: PlayerErrors }>> = {
  de: { errors: germanErrors, player: germanPlayerErrors },
}

/** The sentences for an error, chosen by its code alone; details fill in names and numbers where they are known. */
export function errorWords(error: AppError): ErrorWords {
  return (translation()?.errors[error.code] ?? WORDS[error.code])(error.details)
}

const OPEN_SOMETHING = 'Drop a .torrent file, or paste a magnet link or an info hash.'

/** How people get ffmpeg on the systems Node names so. A program that runs does not learn of a longer PATH on Windows. */
const FFMPEG_WAYS: Readonly<Record<string, string>> = {
  linux: 'Install ffmpeg with your system’s software centre or package manager, then try again. One that lies elsewhere is chosen in the settings, under Playback.',
  darwin: 'Install ffmpeg, for instance with “brew install ffmpeg”, then try again. One that lies elsewhere is chosen in the settings, under Playback.',
  win32: 'Install ffmpeg, for instance with “winget install ffmpeg”, and start Millrace again. One that lies elsewhere is chosen in the settings, under Playback.',
}

/** What is wrong with the ffmpeg that is there. */
function unusable({ why, version, oldest }: ErrorDetails): string {
  switch (why) {
    case 'tooOld': return `The program ffmpeg on this computer is too old to convert films: it is ${String(version)}, and ${String(oldest)} or later is needed.`
    case 'noProbe': return 'The program ffprobe, which comes with ffmpeg and is needed to convert films, is missing beside it.'
    case 'incomplete': return 'The program ffmpeg on this computer was built without what it takes to convert films.'
    default: return 'The program found as ffmpeg on this computer does not work.'
  }
}

/** How ffmpeg gave up: in its own last words where it had any. */
function ffmpegEnd({ end, says }: ErrorDetails): string {
  switch (end) {
    case 'hung': return ' The program ffmpeg stopped working on it.'
    case 'tooMuchMemory': case 'tooMuchOutput': return ' The program ffmpeg needed too much memory for it.'
    case 'empty': return ' There is neither picture nor sound in it that can be read.'
    case 'endless': return ' Its length cannot be found out.'
    case 'nonsense': return ' What the program ffmpeg made of it is no film.'
    case 'notWritten': return ' What was made of it could not be written to the disk.'
    case 'silent': return ' The program ffmpeg ended without a word.'
    default: return typeof says === 'string' ? ` The program ffmpeg says: “${isolate(says)}”.` : ''
  }
}

const WORDS: Readonly<Record<ErrorCode, SentencesFor>> = {
  sourceEmpty: () => ({ what: 'There was nothing in it to open.', next: OPEN_SOMETHING }),
  sourceUnknown: (details) => ({ what: `${named(details, 'This')} is not a torrent.`, next: OPEN_SOMETHING }),
  sourceTooLarge: (details) => ({
    what: `${named(details, 'This')} is too large for a .torrent file${sized(details)}. The limit is ${formatBytes(SOURCE_LIMITS.metainfoBytes)}.`,
    next: 'Drop the .torrent file that describes the film, not the film itself.',
  }),
  sourceIsFolder: (details) => ({ what: `${named(details, 'This')} is a folder.`, next: 'Open the folder and drop the .torrent file inside it.' }),
  sourceUnreadable: (details) => ({ what: `${named(details, 'The file')} could not be read.`, next: 'Check that it still exists and may be read, then try again.' }),
  sourceUnreachable: () => ({ what: 'The link could not be fetched.', next: 'Check the address and that this computer is online, or use a magnet link instead.' }),
  sourceForbidden: () => ({ what: 'The link points at this computer or the local network.', next: 'Such links are not followed. Download the .torrent file and drop it here.' }),
  magnetMalformed: () => ({ what: 'The magnet link is broken or cut off.', next: 'Copy the whole link again. It begins with “magnet:?xt=urn:btih:”.' }),
  bencodeMalformed: () => ({ what: 'This is not a .torrent file, or it is damaged.', next: 'Download it again, or use the magnet link.' }),
  metainfoDamaged: () => ({ what: 'The .torrent file is damaged.', next: 'Download it again, or use the magnet link.' }),
  metainfoTooLarge: () => ({ what: 'This torrent has more files or pieces than can be handled.', next: 'Look for a smaller torrent of the same film.' }),
  torrentV2Only: () => ({ what: 'This torrent uses only the second version of the format, which can’t be played yet.', next: 'Look for a hybrid or version 1 torrent of the same film.' }),
  metadataTimeout: () => ({ what: 'No peer sent the details of this torrent in time.', next: 'Peers come and go: try again now or later.' }),
  metadataMismatch: () => ({ what: 'What the peers sent does not belong to this link.', next: 'It was thrown away. Try again, or use the .torrent file.' }),
  noPlayableFile: () => ({ what: 'There is no video or sound to play in this torrent.', next: 'Open another torrent to watch something.' }),
  tooManyTorrents: (details) => ({ what: `${numberOr(details, 'limit', 'As many torrents as allowed')} are open already.`, next: 'Close one of them, then open this one again.' }),
  torrentUnknown: () => ({ what: 'This torrent is not open any more.', next: 'Open it again.' }),
  fileUnknown: () => ({ what: 'This torrent has no such file.', next: 'Choose another file.' }),
  streamUnknown: () => ({ what: 'The film is not being streamed any more.', next: 'Open it again.' }),
  readAborted: () => ({ what: 'Reading was interrupted.', next: 'Try again.' }),
  diskFull: (details) => ({ what: `The disk is full${inFolder(details)}.`, next: 'Free some space; the download goes on by itself.' }),
  folderUnusable: (details) => (isGone(details)
    ? { what: `The download folder is gone${inFolder(details)}.`, next: 'Bring it back, or plug its disk in again; the download goes on by itself.' }
    : { what: `The download folder can’t be written to${inFolder(details)}.`, next: 'Allow writing to it and the download goes on by itself, or choose another folder at the next start.' }),
  storageLimit: (details) => ({ what: `What plays needs more room on the disk than it may take${limited(details)}.`, next: 'Raise the limit in the settings; the film goes on by itself.' }),
  storageFailed: () => ({ what: 'Writing to or reading from the disk failed.', next: 'Check the disk, then try again.' }),
  interfaceGone: (details) => ({ what: `The network interface ${named(details, 'that you chose')} is not there. Nothing is fetched, so that nothing goes another way.`, next: 'Connect it again (a VPN for instance) and everything goes on by itself, or choose another one in the settings, under Network.' }),
  proxyUnreachable: (details) => ({ what: `The proxy ${named(details, 'that you chose')} does not answer.`, next: 'Start it, or correct its address in the settings, under Network; everything goes on by itself.' }),
  proxyLogin: (details) => ({ what: `The proxy ${named(details, 'that you chose')} refuses the user name or password.`, next: 'Correct them in the settings, under Network.' }),
  proxyForeign: (details) => ({ what: `What answers at ${named(details, 'the address of the proxy')} is no proxy of this kind.`, next: 'Choose the other kind or another port in the settings, under Network.' }),
  proxyForbids: (details) => ({ what: `The proxy ${named(details, 'that you chose')} lets us to no peer.`, next: 'Many HTTP proxies allow web pages alone. Choose one that allows other ports, or a SOCKS proxy, in the settings, under Network.' }),
  rangeMalformed: () => ({ what: 'The player asked for a part that makes no sense.', next: 'Try again.' }),
  rangeUnsatisfiable: () => ({ what: 'The player asked for a part beyond the end of the file.', next: 'Try again.' }),
  portInUse: (details) => ({ what: `${numberOr(details, 'port', 'The port', 'Port ')} is used by another program.`, next: 'Close that program or start Millrace with another port.' }),
  ffmpegMissing: ({ system }) => ({ what: 'The program ffmpeg, which is needed to convert this film, was not found.', next: FFMPEG_WAYS[String(system)] ?? 'Install ffmpeg, then try again.' }),
  ffmpegUnusable: (details) => ({ what: unusable(details), next: FFMPEG_WAYS[String(details['system'])] ?? 'Install a newer ffmpeg, then try again.' }),
  ffmpegFailed: (details) => ({ what: `The film could not be converted.${ffmpegEnd(details)}`, next: 'Try again, or choose another file.' }),
  deviceUnknown: () => ({ what: 'This device is not there any more.', next: 'Look for devices again and choose another one.' }),
  deviceAddressBad: () => ({ what: 'This is no address of a device.', next: 'Type it as 192.168.1.20, or paste the address of its description, which begins with http://.' }),
  deviceUnreachable: (details) => ({ what: `${named(details, 'The device')} does not answer.`, next: 'Check that it is switched on and in the same network, then try again.' }),
  deviceRefused: (details) => ({ what: `${named(details, 'The device')} refused to play this.`, next: 'Try again, or choose another device.' }),
  deviceBroken: (details) => ({ what: `${named(details, 'The device')} answered in a way that makes no sense.`, next: 'Switch it off and on again, or choose another device.' }),
  deviceCannotReachUs: (details) => ({ what: `${named(details, 'The device')} could not reach this computer.`, next: 'A firewall, a VPN or a guest network stands between them: allow Millrace, or use the same network.' }),
  subtitleUnreadable: (details) => ({ what: `${named(details, 'This')} holds no subtitles that can be read.`, next: 'Choose an SRT, WebVTT, ASS, SSA or SUB file.' }),
  subtitleTooLarge: (details) => ({ what: `${named(details, 'This')} is too large for subtitles${sized(details)}.`, next: 'Choose another file.' }),
  subtitleUnknown: () => ({ what: 'These subtitles are not there any more.', next: 'Choose others.' }),
  invalidMessage: () => ({ what: 'The parts of Millrace misunderstood each other.', next: 'Try again. If it happens again, restart Millrace.' }),
  torrentSuspect: () => ({ what: 'The engine stopped again and again while this was open.', next: 'It was left closed so that everything else can go on. Try again opens it once more.' }),
  hostGone: () => ({ what: 'The engine stopped in the middle of it.', next: 'It is being started again. Try once more in a moment.' }),
  cancelled: () => ({ what: 'This was stopped.', next: 'Open it again whenever you like.' }),
  timeout: () => ({ what: 'It took too long.', next: 'Try again.' }),
  settingsMended: (details) => ({
    what: notRead(details),
    next: `${details['closesWay'] === true ? 'A proxy or a network interface may have been among them. Until you choose again in the settings, under Network, nothing is fetched.' : 'Set again what you miss.'} The old file is kept beside the new one, as settings.json.broken.`,
  }),
  libraryMended: (details) => ({
    what: listNotRead(details),
    next: details['count'] === 0 && details['kept'] !== 0 ? 'There is nothing to do. The old list is kept beside the new one, as library.json.broken.' : 'Open again what you miss. The old list is kept beside the new one, as library.json.broken.',
  }),
  settingInvalid: () => ({ what: 'This value is not allowed.', next: 'Choose another one.' }),
  argumentInvalid: () => ({ what: 'An argument on the command line was not understood.', next: 'Start Millrace again without it.' }),
  unexpected: () => ({ what: 'Something went wrong that should not have.', next: 'Try again. If it happens again, copy the details and report them.' }),
}

/** Words for what only the player can find out; they are no errors of the engine, so they have no code there. */
export const PLAYER_WORDS = liveWords({
  format: { what: 'This film’s format can’t be played here yet.', next: 'Choose another file, or open a film in MP4, WebM or MKV with H.264, VP9 or AV1.' },
  network: { what: 'The connection to the film was lost and did not come back.', next: 'Try again: your place is kept.' },
  engine: { what: 'The engine could not be started again.', next: 'Close Millrace and start it again.' },
} as const satisfies Record<string, ErrorWords>, () => translation()?.player)

function translation() {
  const language = languageNow()
  return language === 'en' ? undefined : ERROR_TRANSLATIONS[language]
}

function notRead({ isWhole, count, lost }: ErrorDetails): string {
  if (isWhole === true) return 'The settings could not be read, so all of them are as at first.'
  return typeof count !== 'number' || count === 0 ? 'The settings came in another form than usual; all of them could be read.' : `${formatCount(count, 'setting')} could not be read and went back to the default: ${isolate(String(lost))}.`
}

function listNotRead({ count, kept }: ErrorDetails): string {
  if (typeof count !== 'number' || kept === 0) return 'The list of what you watched could not be read.'
  return count === 0 ? 'The list of what you watched came in another form than usual; every film of it is here.' : `The list of what you watched was damaged: ${formatCount(count, 'film')} could not be read, the others are here.`
}

function named(details: ErrorDetails, otherwise: string): string {
  const name = details['name']
  return typeof name === 'string' && name !== '' ? `“${isolate(name)}”` : otherwise
}

function sized(details: ErrorDetails): string {
  const size = details['lengthBytes']
  return typeof size === 'number' ? ` (${formatBytes(size)})` : ''
}

function limited({ limitBytes }: ErrorDetails): string {
  return typeof limitBytes === 'number' ? ` (${formatBytes(limitBytes)})` : ''
}

function numberOr(details: ErrorDetails, key: string, otherwise: string, before = ''): string {
  const value = details[key]
  return typeof value === 'number' ? `${before}${String(value)}${before === '' ? ' torrents' : ''}` : otherwise
}

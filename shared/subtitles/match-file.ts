import { compareNatural } from '../torrent/natural-order.ts'
import type { TorrentFile } from '../torrent/snapshot.ts'
import { parseLanguage } from './language.ts'
import { MAX_TRACKS } from './track.ts'

/** A subtitle file that lies beside a film. */
export interface NeighbourFile {
  readonly fileIndex: number
  /** BCP 47; null when the name does not say. */
  readonly language: string | null
  /** What the name says besides the film's own name and the marks below; may be empty. */
  readonly title: string
  /** Only what is written in the picture or spoken in another language. */
  readonly forced: boolean
  /** With sounds described, for those who do not hear. */
  readonly hearingImpaired: boolean
}

/**
 * The subtitle files of a torrent that belong to one film: the same name before the ending, with marks of language
 * behind it; in the film's folder, in one called Subs or the like, or in a folder of those named for the film. In a
 * torrent with a single film every subtitle belongs to it. In natural order of their paths, the first of very many.
 */
export function matchSubtitles(film: Pick<TorrentFile, 'path' | 'index'>, files: readonly TorrentFile[]): NeighbourFile[] {
  const films = files.filter(({ kind, extra, playable }) => kind === 'video' && playable && !extra)
  const alone = films.length <= 1
  return files.filter(({ kind, name, lengthBytes }) => kind === 'subtitle' && READ.test(name) && lengthBytes > 0)
    .filter((file) => belongs(film, file, alone, films))
    .sort((a, b) => compareNatural(a.path, b.path))
    .slice(0, MAX_TRACKS.beside)
    .map((file) => describe(film, file))
}

/** Endings of the texts that are read. An .idx and its .sub of pictures are told apart by their bytes. */
const READ = /\.(?:srt|vtt|ass|ssa|sub|mpl)$/i
const SUBTITLE_FOLDER = /^(?:subs?|subtitles?|sous-?titres|untertitel|legendas?|subtitulos)$/i

interface PathParts {
  readonly folders: readonly string[]
  readonly stem: string
}

function partsOf(path: string): PathParts {
  const parts = path.split('/')
  return { folders: parts.slice(0, -1), stem: (parts.at(-1) ?? '').replace(/\.[^.]{1,5}$/, '') }
}

function belongs(film: { readonly path: string }, file: TorrentFile, alone: boolean, films: readonly TorrentFile[]): boolean {
  const own = partsOf(film.path)
  const sub = partsOf(file.path)
  const inside = sub.folders.slice(own.folders.length)
  const sameRoot = own.folders.every((folder, i) => sub.folders[i] === folder)
  const nearby = sameRoot && inside.every((folder) => SUBTITLE_FOLDER.test(folder) || sameName(folder, own.stem))
  if (alone) return true
  if (!nearby) return false
  if (inside.some((folder) => sameName(folder, own.stem))) return true
  // "Film 1" begins "Film 10" too: the longest name that fits is the film's.
  const fitting = films.map(({ path }) => partsOf(path).stem).filter((stem) => startsWithName(sub.stem, stem))
  const longest = Math.max(0, ...fitting.map((stem) => stem.length))
  return startsWithName(sub.stem, own.stem) && own.stem.length === longest
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** The name itself, or the name and then something that is neither letter nor digit. */
function startsWithName(name: string, stem: string): boolean {
  const rest = name.slice(stem.length)
  return name.slice(0, stem.length).toLowerCase() === stem.toLowerCase() && (rest === '' || /^[^\p{L}\p{N}]/u.test(rest))
}

function describe(film: { readonly path: string }, file: TorrentFile): NeighbourFile {
  const { stem: own } = partsOf(film.path)
  const { stem, folders } = partsOf(file.path)
  const rest = startsWithName(stem, own) ? stem.slice(own.length) : stem
  const words = rest.split(/[._\s()[\]]+/).flatMap((word) => (parseLanguage(word) === null ? word.split('-') : [word])).filter((word) => word !== '')
  const marks = readMarks(words)
  const folder = marks.language === null ? folders.map(parseLanguage).findLast((language) => language !== null) ?? null : null
  return { fileIndex: file.index, ...marks, language: marks.language ?? folder }
}

/** Languages stand last: in "It.en" the film is called It. */
function readMarks(words: readonly string[]): Omit<NeighbourFile, 'fileIndex'> {
  const rest: string[] = []
  let language: string | null = null
  let [forced, hearingImpaired] = [false, false]
  for (const word of [...words].reverse()) {
    if (/^(?:forced|foreign)$/i.test(word)) forced = true
    else if (/^(?:sdh|cc|hi|hearing)$/i.test(word)) hearingImpaired = true
    else if (language === null && parseLanguage(word) !== null) language = parseLanguage(word)
    else if (!/^\d{1,2}$|^(?:full|default|subs?|subtitles?)$/i.test(word)) rest.unshift(word)
  }
  return { language, title: rest.join(' ').slice(0, MAX_TITLE), forced, hearingImpaired }
}

const MAX_TITLE = 80

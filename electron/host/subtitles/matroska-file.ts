import { readElement } from '../../../shared/window/ebml.ts'
import { viewOf } from '../../../shared/subtitles/matroska-elements.ts'
import type { MatroskaHead } from '../../../shared/subtitles/matroska-tracks.ts'
import { parseMatroskaHead } from '../../../shared/subtitles/matroska-tracks.ts'
import type { FilmBytes } from './film-bytes.ts'

/** The elements of a Matroska or WebM file, as far as its bytes are here. */
export interface MatroskaFile {
  /** What the front of the file tells; null while it is not here. */
  head(): Promise<MatroskaHead | null>
  /** True for a file whose front is no Matroska, or larger than anybody's. */
  readonly isHopeless: () => boolean
  /** An element of the segment that is here whole; null when it is not, or is no such one. */
  readWhole(at: number, id: number): Promise<WholeElement | null>
}

export interface WholeElement {
  readonly view: DataView
  readonly body: { readonly begin: number; readonly end: number }
}

/** The front of a file is looked at in growing parts, up to a front full of styles and lists. */
const FIRST_HEAD_BYTES = 64 * 1024
const MAX_HEAD_BYTES = 4 * 1024 * 1024
/** Chapters of a film are a few kilobytes, a list of tracks with styles a few hundred. */
const MAX_ELEMENT_BYTES = 4 * 1024 * 1024

export function createMatroskaFile(film: Pick<FilmBytes, 'read' | 'lengthBytes'>): MatroskaFile {
  let headBytes = FIRST_HEAD_BYTES
  let head: MatroskaHead | null = null
  let hopeless = false

  /** True when it is worth another try at once. */
  const readHead = async (): Promise<boolean> => {
    const bytes = await film.read({ begin: 0, end: headBytes })
    const parsed = parseMatroskaHead(bytes, film.lengthBytes)
    if (parsed === 'needsMore') {
      hopeless = bytes.length >= MAX_HEAD_BYTES || bytes.length >= film.lengthBytes
      if (bytes.length < headBytes || hopeless) return false
      headBytes *= 2
      return true
    }
    head = parsed
    hopeless = parsed === null
    return parsed !== null
  }

  return {
    isHopeless: () => hopeless,
    head: async () => {
      while (!head && !hopeless && await readHead());
      return head
    },
    readWhole: async (at, id) => {
      const first = await film.read({ begin: at, end: Math.min(film.lengthBytes, at + FIRST_HEAD_BYTES) })
      const element = readElement(viewOf(first), 0, Math.min(film.lengthBytes - at, MAX_ELEMENT_BYTES))
      if (element?.id !== id) return null
      const bytes = element.end <= first.length ? first : await film.read({ begin: at, end: at + element.end })
      return bytes.length < element.end ? null : { view: viewOf(bytes), body: element }
    },
  }
}

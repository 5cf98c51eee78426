import type { Interval } from '../../../shared/interval.ts'
import { sizeOf } from '../../../shared/interval.ts'
import { readElement } from '../../../shared/window/ebml.ts'
import { viewOf } from '../../../shared/subtitles/matroska-elements.ts'
import { ATTACHMENT_HEADER_BYTES, FONT_LIMITS, readAttachment } from '../../../shared/subtitles/matroska-fonts.ts'
import { ID } from '../../../shared/subtitles/matroska-ids.ts'
import type { FilmBytes } from './film-bytes.ts'

/** The fonts attached to a Matroska file; found as their headers come, read when they are asked for. */
export interface FilmFonts {
  /** Looks on from where the bytes ended last time; true when one more was found. */
  look(attachmentsAt: number): Promise<boolean>
  readonly count: () => number
  /** Null when it is not here whole. */
  read(font: number): Promise<Uint8Array | null>
}

export function createFilmFonts(film: FilmBytes): FilmFonts {
  const fonts: Interval[] = []
  let at: number | null = null
  let end = 0
  let allBytes = 0

  const open = async (attachmentsAt: number) => {
    const element = readElement(viewOf(await film.read({ begin: attachmentsAt, end: Math.min(film.lengthBytes, attachmentsAt + 16) })), 0, film.lengthBytes - attachmentsAt)
    if (!element) return
    at = element.id === ID.attachments ? attachmentsAt + element.begin : Infinity
    end = attachmentsAt + element.end
  }

  return {
    look: async (attachmentsAt) => {
      const before = fonts.length
      if (at === null) await open(attachmentsAt)
      while (at !== null && at < end && fonts.length < FONT_LIMITS.count) {
        const bytes = await film.read({ begin: at, end: Math.min(end, at + ATTACHMENT_HEADER_BYTES) })
        if (bytes.length < Math.min(end - at, ATTACHMENT_HEADER_BYTES)) break
        const attachment = readAttachment(bytes, at, film.lengthBytes)
        if (!attachment) { at = end; break }
        if (attachment.font && allBytes + sizeOf(attachment.font) <= FONT_LIMITS.allBytes) {
          fonts.push(attachment.font)
          allBytes += sizeOf(attachment.font)
        }
        at = attachment.next
      }
      return fonts.length > before
    },
    count: () => fonts.length,
    read: async (font) => {
      const place = fonts[font]
      const bytes = place ? await film.read(place) : new Uint8Array(0)
      return place && bytes.length === sizeOf(place) ? bytes : null
    },
  }
}

import type { AppError } from '../../shared/errors.ts'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import { SOURCE_LIMITS } from '../../shared/torrent/limits.ts'

/** A dropped or pasted file as the page sees it before reading a byte of it. */
export interface FileFacts {
  readonly name: string
  readonly lengthBytes: number
  readonly isFolder: boolean
  /** Empty when the file has no path (made by a page, pasted). */
  readonly path: string
}

/** What was dropped or pasted. Files win over text, because a browser adds the link's text to a dragged file. */
export interface GivenThings {
  readonly files: readonly FileFacts[]
  readonly text: string
}

export type OpeningStep =
  | { readonly kind: 'open'; readonly source: OpenSource }
  /** The bytes of the file with this index in `files` have to be read first. */
  | { readonly kind: 'read'; readonly file: number }
  | { readonly kind: 'refuse'; readonly error: AppError }

/** More at once is a mistake of the hand, not a wish. */
const MAX_SOURCES = 50

/** Decides for each thing given whether it is opened, read first or refused; sizes are judged before anything is read. */
export function planOpening({ files, text }: GivenThings): readonly OpeningStep[] {
  if (files.length > 0) return files.slice(0, MAX_SOURCES).map(planFile)
  return splitText(text).map((line) => planText(line))
}

function planFile(file: FileFacts, index: number): OpeningStep {
  if (file.isFolder) return refuse('sourceIsFolder', `${file.name} is a folder`, { name: file.name })
  if (file.lengthBytes > SOURCE_LIMITS.metainfoBytes) return refuse('sourceTooLarge', `${file.name} has ${String(file.lengthBytes)} bytes`, { name: file.name, lengthBytes: file.lengthBytes })
  if (file.lengthBytes === 0) return refuse('sourceEmpty', `${file.name} is empty`, { name: file.name })
  return file.path === '' ? { kind: 'read', file: index } : { kind: 'open', source: { kind: 'path', path: file.path } }
}

function planText(text: string): OpeningStep {
  if (text === '') return refuse('sourceEmpty', 'the text is empty', {})
  if (text.length > SOURCE_LIMITS.textChars) return refuse('sourceTooLarge', `the text has ${String(text.length)} characters`, {})
  return { kind: 'open', source: { kind: 'text', text } }
}

/** Several links on lines of their own are several sources; any other text is one. Lines with "#" are comments (RFC 2483). */
function splitText(text: string): readonly string[] {
  const whole = text.trim()
  const lines = whole.split(/\r?\n/u).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  return lines.length > 1 && lines.every(looksLikeSource) ? lines.slice(0, MAX_SOURCES) : [lines.length === 1 ? lines.join('') : whole]
}

function looksLikeSource(line: string): boolean {
  return /^(?:magnet:\?|https?:\/\/|(?:[0-9a-f]{40}|[a-z2-7]{32})$)/iu.test(line)
}

function refuse(code: AppError['code'], message: string, details: AppError['details']): OpeningStep {
  return { kind: 'refuse', error: { code, message, details } }
}

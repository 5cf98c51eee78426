import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import { boolean, list, object, text } from '../../shared/ipc/schema.ts'
import type { ValueOf } from '../../shared/ipc/schema.ts'
import type { Log } from '../../shared/log.ts'
import { classifyText } from '../../shared/torrent/source.ts'

/** What a second start of the program passes to the first. */
export const arrivalSchema = object({ words: list(text(65_536), 1000), cwd: text(4096), fromLink: boolean() })
export type Arrival = ValueOf<typeof arrivalSchema>

/** The same within so many characters of JSON: a magnet link that is longer loses its last trackers (BEP 9: each is optional), other words that find no room are left out. */
export function fitArrival(arrival: Arrival, maxChars: number): Arrival {
  const words: string[] = []
  let left = maxChars - JSON.stringify({ ...arrival, words }).length
  for (const word of arrival.words) {
    const fitting = fitWord(word, left)
    if (fitting === null) continue
    words.push(fitting)
    left -= charsOf(fitting)
  }
  return { ...arrival, words }
}

function fitWord(word: string, maxChars: number): string | null {
  let fitting = word
  while (charsOf(fitting) > maxChars) {
    const last = fitting.lastIndexOf('&')
    if (last < 0 || !fitting.startsWith('magnet:')) return null
    fitting = fitting.slice(0, last)
  }
  return fitting
}

/** With the comma. */
function charsOf(word: string): number {
  return JSON.stringify(word).length + 1
}

/** `foreign`: another program handed it over, nobody typed or chose it here. */
type Deliver = (source: OpenSource, foreign: boolean) => void

/** Things to open that came from outside the page; they wait until the page listens. */
export interface OpenRequests {
  /** Elements of a command line, relative to the folder it was typed in; what is no source is left out. */
  readonly addWords: (words: readonly string[], cwd: string, options?: { readonly fromLink: boolean }) => void
  readonly addPath: (file: string) => void
  /** Delivers what waits, and everything later at once. */
  readonly startDelivery: (deliver: Deliver) => void
  /** The page went away: things wait again. */
  readonly stopDelivery: () => void
}

export function createOpenRequests(log: Log): OpenRequests {
  const waiting: { readonly source: OpenSource; readonly foreign: boolean }[] = []
  let deliver: Deliver | null = null

  const add = (source: OpenSource, foreign: boolean) => {
    if (deliver !== null) return deliver(source, foreign)
    if (waiting.length < MAX_WAITING) waiting.push({ source, foreign })
    else log('open', 'dropped', { waiting: waiting.length })
  }

  return {
    addWords: (words, cwd, { fromLink } = { fromLink: false }) => {
      for (const word of words) {
        const source = toOpenSource(word, cwd)
        if (source === null) log('open', 'leftOut', { chars: word.length })
        // A file that is opened with this program was chosen by the person; a link may be a page's idea.
        else add(source, fromLink && source.kind === 'text')
      }
    },
    addPath: (file) => { add({ kind: 'path', path: file }, false) },
    startDelivery: (to) => {
      deliver = to
      for (const { source, foreign } of waiting.splice(0)) to(source, foreign)
    },
    stopDelivery: () => { deliver = null },
  }
}

/**
 * One word of a command line as something to open; null when it is nothing of the kind. A magnet link or an address
 * that is refused later is passed on, so that the page can say why.
 */
export function toOpenSource(word: string, cwd: string): OpenSource | null {
  if (word === '' || word.startsWith('-')) return null
  const classified = classifyText(word, { allowLocal: true })
  if (classified.ok && classified.value.kind === 'path') return { kind: 'path', path: toAbsolute(classified.value.path, cwd) }
  if (classified.ok) return { kind: 'text', text: word }
  if (classified.error.code === 'sourceTooLarge') return null
  const file = path.resolve(cwd, word)
  if (existsSync(file)) return { kind: 'path', path: file }
  return classified.error.code === 'sourceUnknown' || classified.error.code === 'sourceEmpty' ? null : { kind: 'text', text: word }
}

/** What a start was given, so that it means the same in any folder. */
export function absoluteWords({ words, cwd }: Pick<Arrival, 'words' | 'cwd'>): string[] {
  return words.map((word) => {
    const source = toOpenSource(word, cwd)
    return source?.kind === 'path' ? source.path : word
  })
}

function toAbsolute(file: string, cwd: string): string {
  return file.startsWith('~/') ? path.join(os.homedir(), file.slice(2)) : path.resolve(cwd, file)
}

/** More than anybody selects in a file manager on purpose. */
const MAX_WAITING = 100

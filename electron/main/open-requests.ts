import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import { list, object, text } from '../../shared/ipc/schema.ts'
import type { ValueOf } from '../../shared/ipc/schema.ts'
import type { Log } from '../../shared/log.ts'
import { classifyText } from '../../shared/torrent/source.ts'

/** What a second start of the program passes to the first. */
export const arrivalSchema = object({ words: list(text(65_536), 1000), cwd: text(4096) })
export type Arrival = ValueOf<typeof arrivalSchema>

/** Things to open that came from outside the page; they wait until the page listens. */
export interface OpenRequests {
  /** Elements of a command line, relative to the folder it was typed in; what is no source is left out. */
  readonly addWords: (words: readonly string[], cwd: string) => void
  readonly addPath: (file: string) => void
  /** Delivers what waits, and everything later at once. */
  readonly startDelivery: (deliver: (source: OpenSource) => void) => void
  /** The page went away: things wait again. */
  readonly stopDelivery: () => void
}

export function createOpenRequests(log: Log): OpenRequests {
  const waiting: OpenSource[] = []
  let deliver: ((source: OpenSource) => void) | null = null

  const add = (source: OpenSource) => {
    if (deliver !== null) return deliver(source)
    if (waiting.length < MAX_WAITING) waiting.push(source)
    else log('open', 'dropped', { waiting: waiting.length })
  }

  return {
    addWords: (words, cwd) => {
      for (const word of words) {
        const source = toOpenSource(word, cwd)
        if (source === null) log('open', 'leftOut', { chars: word.length })
        else add(source)
      }
    },
    addPath: (file) => { add({ kind: 'path', path: file }) },
    startDelivery: (to) => {
      deliver = to
      for (const source of waiting.splice(0)) to(source)
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

function toAbsolute(file: string, cwd: string): string {
  return file.startsWith('~/') ? path.join(os.homedir(), file.slice(2)) : path.resolve(cwd, file)
}

/** More than anybody selects in a file manager on purpose. */
const MAX_WAITING = 100

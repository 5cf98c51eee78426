import type { ErrorDetails } from '../errors.ts'
import { isolate } from './isolate.ts'

/** What happened, and what the person can do about it. The code and the technical message stay behind "Details". */
export interface ErrorWords {
  readonly what: string
  readonly next: string
}

/** The sentences of one code; details fill in names and numbers where they are known. */
export type SentencesFor = (details: ErrorDetails) => ErrorWords

/** True where the folder is not there, rather than forbidden. */
export function isGone({ reason }: ErrorDetails): boolean {
  return reason === 'ENOENT' || reason === 'missing'
}

/** Our own folder in it, named for the torrent, says nothing to a person. */
const OWN_FOLDER = /[\\/][0-9a-f]{40}([.\\/].*)?$/

/** The folder as the person knows it, with a blank and in brackets; empty where none is known. */
export function inFolder(details: ErrorDetails): string {
  const folder = details['folder'] ?? details['path']
  return typeof folder === 'string' ? ` (${isolate(folder.replace(OWN_FOLDER, ''))})` : ''
}

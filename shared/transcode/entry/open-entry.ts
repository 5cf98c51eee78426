import type { OpenedEntry } from './entry-look.ts'
import { openFlvEntry } from './flv-entry.ts'
import { openMatroskaEntry } from './matroska-entry.ts'

/**
 * True for a film that ffmpeg reads from its beginning to any place: Flash video, which has no index but for the list some
 * have in front, and Matroska without Cues. `indexed`: an index was found; null = nobody looked.
 */
export function readsThrough(containers: readonly string[], indexed: boolean | null): boolean {
  return containers.includes('flv') || (indexed === false && (containers.includes('matroska') || containers.includes('webm')))
}

/** How a film of these containers is entered, by its first bytes; null for others. */
export function openEntry(containers: readonly string[], head: Uint8Array, lengthBytes: number): OpenedEntry {
  if (containers.includes('flv')) return openFlvEntry(head, lengthBytes)
  return containers.includes('matroska') || containers.includes('webm') ? openMatroskaEntry(head, lengthBytes) : null
}

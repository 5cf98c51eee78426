import { findCluster, scanClusters } from '../../subtitles/scan-clusters.ts'
import { matroskaPicture } from '../keyframes.ts'
import type { MatroskaPicture } from '../keyframes.ts'
import type { EntryLook, OpenedEntry } from './entry-look.ts'
import { NO_LOOK } from './entry-look.ts'

/** How a Matroska or WebM film is entered (RFC 9559): behind everything in front of its first cluster, at any other one. */
export function openMatroskaEntry(head: Uint8Array, lengthBytes: number): OpenedEntry {
  const picture = matroskaPicture(head)
  const mediaBegin = picture && findCluster(head, picture.begin)
  if (!picture || mediaBegin === null) return 'needsMore'
  return { head: [{ begin: 0, end: mediaBegin }], mediaBegin, look: (bytes, begin) => look(bytes, begin, picture, lengthBytes) }
}

function look(bytes: Uint8Array, begin: number, { track, tickSec }: MatroskaPicture, lengthBytes: number): EntryLook {
  const found = findCluster(bytes)
  if (found === null) return NO_LOOK
  const { blocks } = scanClusters(bytes, begin, { at: begin + found, cluster: null }, { whole: new Set(), heads: track }, lengthBytes)
  const key = blocks.find(({ isKey }) => isKey)
  const [first, last] = [blocks[0], key ?? blocks.at(-1)]
  return { firstSec: first ? first.ticks * tickSec : null, lastSec: last ? last.ticks * tickSec : null, key: key ? { at: begin + found, sec: key.ticks * tickSec } : null }
}

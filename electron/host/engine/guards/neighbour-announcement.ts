import type { InfoHash } from '../../../../shared/ids.ts'
import { isInfoHash } from '../../../../shared/ids.ts'

/** What a computer of the local network announced (BEP 14). */
export interface NeighbourAnnouncement {
  readonly host: string
  readonly port: string
  readonly infoHash: readonly InfoHash[]
  /** Tells our own announcements from others'; null when there is none. */
  readonly cookie: string | null
}

/** An announcement fits a datagram of 1400 bytes (BEP 14). */
const MAX_CHARS = 1400
const GROUPS: readonly string[] = ['239.192.152.143:6771', '[ff15::efc0:988f]:6771']

/** Reads an announcement about the torrent; null for everything else, about other torrents included. BEP 14. */
export function readAnnouncement(text: string, wanted: InfoHash): NeighbourAnnouncement | null {
  const [greeting, ...lines] = text.slice(0, MAX_CHARS).split('\r\n')
  if (greeting !== 'BT-SEARCH * HTTP/1.1') return null
  const headers = lines.map(readHeader)
  const valueOf = (name: string) => headers.find((header) => header.name === name)?.value ?? null
  const host = valueOf('host')
  const port = valueOf('port')
  const infoHash = headers.filter(({ name }) => name === 'infohash').map(({ value }) => value.toLowerCase()).filter(isInfoHash).filter((hash) => hash === wanted)
  if (host === null || !GROUPS.includes(host) || port === null || !isPort(port) || infoHash.length === 0) return null
  return { host, port, infoHash: infoHash.slice(0, 1), cookie: valueOf('cookie') }
}

function readHeader(line: string): { readonly name: string; readonly value: string } {
  const at = line.indexOf(':')
  return at < 0 ? { name: '', value: '' } : { name: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536
}

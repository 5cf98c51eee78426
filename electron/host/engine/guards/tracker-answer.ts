import { isIP } from 'node:net'
import type { BencodeDictionary, BencodeValue } from '../../../../shared/torrent/bencode.ts'
import { byteText, decodeBencode, isBytes, isDictionary, isList } from '../../../../shared/torrent/bencode.ts'
import type { Result } from '../../../../shared/result.ts'
import { fail, ok } from '../../../../shared/result.ts'
import { decodeUtf8 } from '../../../../shared/torrent/utf8.ts'

/** What an HTTP tracker answered (BEP 3, BEP 7, BEP 23), every field of the type the engine's tracker client expects. */
export interface TrackerAnswer {
  readonly interval?: number
  readonly 'tracker id'?: string
  readonly complete?: number
  readonly incomplete?: number
  readonly peers?: Uint8Array | readonly { readonly ip: string; readonly port: number }[]
  readonly peers6?: Uint8Array
}

/** Peers of one answer; trackers give 50 to 200. */
const MAX_PEERS = 1000
/** The longest IPv6 address. BEP 3 lets a tracker give names too; nobody has judged where those lead, so they are left out. */
const MAX_ADDRESS_CHARS = 45
/** Seconds between two announces: no tracker may make us flood it, or forget it for longer than a day. */
const MIN_INTERVAL_SEC = 60
const MAX_INTERVAL_SEC = 86_400

/** Reads a tracker's answer. Fails: bencodeMalformed, or sourceUnreachable with the tracker's own sentence. */
export function readTrackerAnswer(bytes: Uint8Array): Result<TrackerAnswer> {
  const decoded = decodeBencode(bytes)
  if (!decoded.ok) return decoded
  const { value } = decoded.value
  if (!isDictionary(value)) return fail('bencodeMalformed', 'the tracker answered with something else than a dictionary')
  const failure = value.get('failure reason')
  if (failure !== undefined) return fail('sourceUnreachable', `the tracker says: ${isBytes(failure) ? sentence(failure) : 'no'}`)
  return ok(toAnswer(value))
}

function toAnswer(value: BencodeDictionary): TrackerAnswer {
  const interval = value.get('interval') ?? value.get('min interval')
  const trackerId = value.get('tracker id')
  const complete = value.get('complete')
  const incomplete = value.get('incomplete')
  const peers = toPeers(value.get('peers'))
  const peers6 = value.get('peers6')
  return {
    ...(typeof interval === 'number' && { interval: clampInterval(interval) }),
    ...(isBytes(trackerId) && trackerId.length <= 256 && { 'tracker id': byteText(trackerId) }),
    ...(typeof complete === 'number' && { complete }),
    ...(typeof incomplete === 'number' && { incomplete }),
    ...(peers !== null && { peers }),
    ...(isBytes(peers6) && { peers6: compact(peers6, 18) }),
  }
}

/** Also for trackers of other kinds. */
export function clampInterval(sec: number): number {
  return Number.isFinite(sec) ? Math.min(MAX_INTERVAL_SEC, Math.max(MIN_INTERVAL_SEC, sec)) : MAX_INTERVAL_SEC
}

function toPeers(value: BencodeValue | undefined): Uint8Array | { ip: string; port: number }[] | null {
  if (isBytes(value)) return compact(value, 6)
  if (!isList(value)) return null
  return value.slice(0, MAX_PEERS).filter(isDictionary).flatMap((peer) => {
    const ip = peer.get('ip')
    const port = peer.get('port')
    return isBytes(ip) && ip.length <= MAX_ADDRESS_CHARS && isIP(byteText(ip)) !== 0 && typeof port === 'number' && port > 0 && port < 65_536 ? [{ ip: byteText(ip), port }] : []
  })
}

function compact(bytes: Uint8Array, entryBytes: number): Uint8Array {
  return bytes.subarray(0, Math.min(MAX_PEERS, Math.floor(bytes.length / entryBytes)) * entryBytes)
}

function sentence(bytes: Uint8Array): string {
  return decodeUtf8(bytes.subarray(0, 200)).replace(/[\p{C}\p{Z}]+/gu, ' ')
}

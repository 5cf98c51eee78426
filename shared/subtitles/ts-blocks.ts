import type { Interval } from '../interval.ts'
import { eachPacket, payloadOf, TS_PACKET_BYTES } from '../transcode/scan/ts-packets.ts'
import { readPesHead } from '../transcode/scan/ts-pes.ts'
import { concatBytes } from '../concat-bytes.ts'
import { PGS_TYPE, pgsSegments } from './pgs.ts'

/** A display set of pictures in a transport stream, as one block of Matroska would be. */
export interface TsBlock {
  readonly pid: number
  /** The stamp of its composition, as the file has it. */
  readonly shownSec: number
  readonly bytes: Uint8Array
  /** Where its packets lie in the file, others between them. */
  readonly place: Interval
}

/** Gathers display sets, packet by packet. */
export interface TsBlockReader {
  /** Takes the bytes of the file from `at` on; answers how many it has done with, which may be a few more than were given. */
  push(bytes: Uint8Array, at: number): number
  /** Where the oldest set under way begins; null when there is none. */
  readonly openSince: () => number | null
}

/** A set under way. */
interface OpenSet {
  readonly begin: number
  readonly shownSec: number
  readonly parts: Uint8Array[]
  bytes: number
  /** The last PES packet: its bytes so far and those to come. */
  segment: Uint8Array[]
  left: number
}

/** Two full screens of noise take less. */
const MAX_SET_BYTES = 4 * 1024 * 1024
/** A set comes within some tenths of a second among the pictures; this is a second and a half of the fastest disc. */
const MAX_SPAN_BYTES = 24 * 1024 * 1024

/** A reader for the sets of these streams. Presentation Graphics have a PES packet for each of their segments, or for several; a set of any other kind is one packet. */
export function createTsBlockReader(streams: ReadonlyMap<number, { readonly format: string }>, packetBytes: number, onBlock: (block: TsBlock) => void): TsBlockReader {
  const open = new Map<number, OpenSet>()
  const isPgs = (pid: number) => streams.get(pid)?.format === 'pgs'

  const append = (set: OpenSet, payload: Uint8Array) => {
    const taken = payload.subarray(0, set.left)
    set.segment.push(taken)
    set.left -= taken.length
    set.bytes += taken.length
  }

  const begin = (pid: number, payload: Uint8Array, at: number) => {
    const head = readPesHead(payload)
    const body = payload.subarray(head?.bodyAt ?? payload.length)
    const known = !isPgs(pid) || body[0] === PGS_TYPE.composition ? null : open.get(pid)
    open.delete(pid)
    if (!head || head.bodyBytes === null || body.length === 0 || known === undefined) return
    const set: OpenSet = known ?? { begin: at, shownSec: head.shownSec, parts: [], bytes: 0, segment: [], left: 0 }
    set.segment = []
    set.left = head.bodyBytes
    append(set, body)
    open.set(pid, set)
  }

  const finishSegment = (pid: number, set: OpenSet, end: number) => {
    const segment = concatBytes(set.segment)
    set.segment = []
    set.parts.push(segment)
    if (isPgs(pid) && !pgsSegments(segment).some(({ type }) => type === PGS_TYPE.end)) return
    open.delete(pid)
    onBlock({ pid, shownSec: set.shownSec, bytes: concatBytes(set.parts), place: { begin: set.begin, end } })
  }

  const take = (pid: number, begins: boolean, payload: Uint8Array, at: number) => {
    const before = open.get(pid)
    if (begins) begin(pid, payload, at)
    else if (before && before.left > 0) append(before, payload)
    const set = open.get(pid)
    if (!set) return
    if (set.bytes > MAX_SET_BYTES || at - set.begin > MAX_SPAN_BYTES) open.delete(pid)
    else if (set.left === 0 && set.segment.length > 0) finishSegment(pid, set, at + TS_PACKET_BYTES)
  }

  return {
    openSince: () => (open.size === 0 ? null : Math.min(...[...open.values()].map((set) => set.begin))),
    push: (bytes, at) => eachPacket(bytes, packetBytes, (pid, begins, local) => {
      const payload = streams.has(pid) ? payloadOf(bytes, local) : null
      if (payload) take(pid, begins, payload, at + local)
    }, () => { open.clear() }),
  }
}

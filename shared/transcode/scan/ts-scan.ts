import { viewOf } from '../../subtitles/matroska-elements.ts'
import { kindOfUnit } from './access-unit.ts'
import { createFoundTimes } from './keyframe-scan.ts'
import type { KeyframeScan, ScanState } from './keyframe-scan.ts'
import { lockOn, nextSync, payloadOf, SYNC, TS_LOCK_BYTES, TS_PACKET_BYTES } from './ts-packets.ts'
import { readPesHead, STAMP_WRAP_SEC } from './ts-pes.ts'
import { createTableReader } from './ts-tables.ts'

export interface TsFacts {
  readonly lengthBytes: number
  /** Stepped over behind each key frame that was found; 0 = none is left out. */
  readonly stepBytes: number
}

/** Parameter sets and messages in front of a picture; captions and an encoder's signature take some kilobytes. */
const MAX_HEAD_BYTES = 16_384
/** Places at which the packets were lost and found again: a recording of a bad signal has some. */
const MAX_LOSSES = 1000

/** The picture that begins in the packets now read. */
interface Unit {
  readonly sec: number
  /** Where its first packet lies. */
  readonly at: number
  head: Uint8Array
}

/** Finds the key frames of an MPEG transport stream, of Blu-ray discs (192 bytes a packet) and recordings too: one programme with one picture. */
export function createTsScan({ lengthBytes, stepBytes }: TsFacts): KeyframeScan {
  const found = createFoundTimes()
  const tables = createTableReader()
  let state: ScanState = 'scanning'
  let packetBytes: number | null = null
  let at = 0
  let unit: Unit | null = null
  let wraps = 0
  let losses = 0

  const end = (how: ScanState) => { state = how }

  /** Where the first packet begins. */
  const lock = (bytes: Uint8Array): number => {
    const lockedOn = lockOn(bytes)
    if (!lockedOn) end('hopeless')
    packetBytes = lockedOn?.packetBytes ?? null
    return lockedOn?.offset ?? 0
  }

  /** A stamp as it would be if it had more bits. */
  const unwrap = (sec: number): number => {
    if (sec + wraps * STAMP_WRAP_SEC < (found.all().at(-1) ?? 0) - STAMP_WRAP_SEC / 2) wraps += 1
    return sec + wraps * STAMP_WRAP_SEC
  }

  /** Payload of the picture; true when it turned out to be a key frame. */
  const takePicture = (payload: Uint8Array, begins: boolean, packetAt: number): boolean => {
    if (begins) unit = beginUnit(payload, packetAt)
    else if (unit) unit.head = joined(unit.head, payload)
    if (!unit) return false
    const kind = kindOfUnit(unit.head, tables.picture()?.codec ?? 'h264')
    if (kind === 'unclear' && unit.head.length < MAX_HEAD_BYTES) return false
    const { sec } = unit
    if (kind !== 'key') { unit = null; return false }
    if (!found.add(unwrap(sec))) end('hopeless')
    return true
  }

  /** How far to go on from a packet: to the next one, or over a stretch that need not be looked at. */
  const takePacket = (view: DataView, bytes: Uint8Array, local: number, packetAt: number): number => {
    const size = packetBytes ?? TS_PACKET_BYTES
    const second = view.getUint8(local + 1)
    const pid = ((second & 0x1f) << 8) | view.getUint8(local + 2)
    const begins = (second & 0x40) !== 0
    const picture = tables.picture()
    if (picture ? pid !== picture.pid || (!begins && !unit) : !tables.wants(pid)) return size
    const payload = payloadOf(bytes, local)
    if (!payload || (second & DAMAGED) !== 0) return size
    if (!picture) {
      tables.take(pid, payload, begins)
      if (tables.hopeless()) end('hopeless')
      return size
    }
    if ((view.getUint8(local + 3) & SCRAMBLED) !== 0) { end('hopeless'); return size }
    if (!takePicture(payload, begins, packetAt)) return size
    const from = unit?.at ?? packetAt
    unit = null
    return Math.max(1, Math.ceil((from + stepBytes - packetAt) / size)) * size
  }

  return {
    wants: () => ({ at, bytes: packetBytes === null ? TS_LOCK_BYTES : TS_PACKET_BYTES }),
    state: () => state,
    timesSec: found.all,
    push: (bytes) => {
      const begin = at
      let local = packetBytes === null ? lock(bytes) : 0
      const view = viewOf(bytes)
      while (state === 'scanning' && local + TS_PACKET_BYTES <= bytes.length) {
        if (view.getUint8(local) === SYNC) { local += takePacket(view, bytes, local, begin + local); continue }
        unit = null
        losses += 1
        if (losses > MAX_LOSSES) end('hopeless')
        local = nextSync(bytes, local + 1, packetBytes ?? TS_PACKET_BYTES)
      }
      at = begin + local
      if (state === 'scanning' && at + TS_PACKET_BYTES > lengthBytes) end(tables.picture() ? 'complete' : 'hopeless')
    },
  }
}

/** transport_error_indicator, transport_scrambling_control (ISO/IEC 13818-1, 2.4.3.2). */
const DAMAGED = 0x80
const SCRAMBLED = 0xc0

/** Null for one without a presentation stamp. */
function beginUnit(payload: Uint8Array, at: number): Unit | null {
  const head = readPesHead(payload)
  return head && { sec: head.shownSec, at, head: payload.slice(head.bodyAt) }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

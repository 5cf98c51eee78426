import { viewOf } from '../../subtitles/matroska-elements.ts'
import { BOX_HEADER_BYTES, boxesIn, findBox, fourCc, readBox } from '../../window/iso-boxes.ts'
import { leadingTrack, readFacts } from '../fragments.ts'
import type { Leading } from '../fragments.ts'
import { createFoundTimes, stepThrough } from './keyframe-scan.ts'
import type { KeyframeScan, ScanState } from './keyframe-scan.ts'

/** A `moov` without sample tables has some kilobytes, a `moof` those of some seconds. */
const MAX_BOX_BYTES = 16 * 1024 * 1024

/** Finds the key frames at which fragments of an ISO base media file begin (ISO/IEC 14496-12, 8.8): only their heads are looked at. */
export function createMp4Scan(lengthBytes: number): KeyframeScan {
  const found = createFoundTimes()
  let state: ScanState = 'scanning'
  let at = 0
  let needs = BOX_HEADER_BYTES
  let leading: Leading | null = null
  let waitSec = 0

  const end = (how: ScanState) => { state = how }

  const take = (box: Uint8Array, type: number) => {
    if (type === fourCc('moov')) {
      leading = leadingTrack(box)
      waitSec = leading ? waitOf(viewOf(box), leading.id) : 0
    }
    if (type !== fourCc('moof')) return
    const facts = leading && readFacts(box.slice(), leading)
    if (!leading || !facts?.isKey) return
    if (!found.add((facts.decodeTicks + facts.firstOffset - leading.cutTicks) / leading.timescale + waitSec)) end('hopeless')
  }

  /** One box further; 0 when more bytes are needed for that. */
  const step = (view: DataView, bytes: Uint8Array, local: number): number => {
    const left = bytes.length - local
    needs = Math.min(BOX_HEADER_BYTES, lengthBytes - at - local)
    if (left < needs) return 0
    const box = readBox(view, local, lengthBytes - at)
    if (!box) { end('hopeless'); return 0 }
    const size = box.end - local
    if (box.type === fourCc('moov') || box.type === fourCc('moof')) {
      if (size > MAX_BOX_BYTES) { end('hopeless'); return 0 }
      needs = size
      if (left < size) return 0
      take(bytes.subarray(local, local + size), box.type)
      needs = BOX_HEADER_BYTES
    }
    return size
  }

  return {
    wants: () => ({ at, bytes: needs }),
    state: () => state,
    timesSec: found.all,
    push: (bytes) => {
      const view = viewOf(bytes)
      at += stepThrough(bytes, 0, () => state === 'scanning', (place) => step(view, bytes, place))
      needs = Math.max(1, Math.min(needs, lengthBytes - at))
      if (state === 'scanning' && at >= lengthBytes) end(leading ? 'complete' : 'hopeless')
    },
  }
}

/** Seconds of the empty edit with which a track begins that is shown later than the others (ISO/IEC 14496-12, 8.6.6). */
function waitOf(view: DataView, id: number): number {
  const moov = { begin: 8, end: view.byteLength }
  const mvhd = findBox(view, moov, 'mvhd')
  for (const trak of boxesIn(view, moov)) {
    const tkhd = trak.type === fourCc('trak') ? findBox(view, trak, 'tkhd') : null
    const elst = tkhd && view.getUint32(tkhd.begin + (view.getUint8(tkhd.begin) === 1 ? 20 : 12)) === id ? findBox(view, trak, 'edts', 'elst') : null
    if (!mvhd || !elst || elst.end - elst.begin < 20 || view.getUint8(elst.begin) !== 0 || view.getInt32(elst.begin + 12) !== -1) continue
    return view.getUint32(elst.begin + 8) / (view.getUint32(mvhd.begin + (view.getUint8(mvhd.begin) === 1 ? 20 : 12)) || 1)
  }
  return 0
}

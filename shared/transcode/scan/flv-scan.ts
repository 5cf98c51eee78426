import { viewOf } from '../../subtitles/matroska-elements.ts'
import { flvIndexTimes } from './flv-index.ts'
import { createFoundTimes, stepThrough } from './keyframe-scan.ts'
import type { KeyframeScan, ScanState } from './keyframe-scan.ts'

/** The header of a tag and the first bytes of a picture (Adobe Flash Video File Format 10.1, annex E.4). */
const TAG_BYTES = 11
const PICTURE_BYTES = 5
const SIZE_BEHIND_BYTES = 4
const TAG = { sound: 8, picture: 9, script: 18 }
/** A list of key frames in front; that of a film of ten hours has 400 KB. */
const MAX_SCRIPT_BYTES = 4 * 1024 * 1024
/** H.264, and HEVC as it was written before there was a word for it. */
const CODECS: readonly number[] = [7, 12]

/** Finds the key frames of a Flash video: by the list some have in front, which needs nothing but the head, or tag by tag. */
export function createFlvScan(lengthBytes: number): KeyframeScan {
  const found = createFoundTimes()
  let state: ScanState = 'scanning'
  let at = 0
  let needs = 9
  let listed: readonly number[] = []

  const end = (how: ScanState) => { state = how }

  /** The list says when pictures are decoded, counted from the first one: the tag of that tells when they are shown. */
  const finishByList = (firstShownSec: number) => {
    for (const sec of listed) if (!found.add(firstShownSec + sec - (listed[0] ?? 0))) return end('hopeless')
    end('complete')
  }

  const takePicture = (view: DataView, local: number) => {
    const first = view.getUint8(local + TAG_BYTES)
    if ((first & 0x80) !== 0 || !CODECS.includes(first & 0x0f)) return end('hopeless')
    const isPicture = view.getUint8(local + TAG_BYTES + 1) === 1
    if (first >> 4 !== 1 || !isPicture) return
    const shownLaterSec = ((view.getUint32(local + TAG_BYTES + 1) << 8) >> 8) / 1000
    const decodedSec = (((view.getUint8(local + 7) << 24) | (view.getUint32(local + 4) >>> 8)) >>> 0) / 1000
    if (listed.length > 0) return finishByList(decodedSec + shownLaterSec)
    if (!found.add(decodedSec + shownLaterSec)) end('hopeless')
  }

  /** One tag further; 0 when more bytes are needed for that. */
  const step = (view: DataView, bytes: Uint8Array, local: number): number => {
    const left = bytes.length - local
    needs = Math.min(TAG_BYTES + PICTURE_BYTES, lengthBytes - at - local)
    if (left < TAG_BYTES) return 0
    const type = view.getUint8(local)
    const size = view.getUint32(local) & 0xffffff
    const all = TAG_BYTES + size + SIZE_BEHIND_BYTES
    const wanted = Math.min(type === TAG.script && size <= MAX_SCRIPT_BYTES ? all : TAG_BYTES + Math.min(size, PICTURE_BYTES), lengthBytes - at - local)
    if (left < wanted) { needs = wanted; return 0 }
    // The file is cut off here.
    if (left < TAG_BYTES + Math.min(size, PICTURE_BYTES)) return all
    if (type === TAG.script && found.all().length === 0) listed = flvIndexTimes(bytes.subarray(local + TAG_BYTES, local + TAG_BYTES + size))
    else if (type === TAG.picture && size >= PICTURE_BYTES) takePicture(view, local)
    else if (!Object.values(TAG).includes(type)) end('hopeless')
    return all
  }

  return {
    wants: () => ({ at, bytes: needs }),
    state: () => state,
    timesSec: found.all,
    push: (bytes) => {
      const view = viewOf(bytes)
      let local = 0
      if (at === 0) {
        if (bytes.length < needs || view.getUint32(0) >>> 8 !== SIGN) return end('hopeless')
        local = view.getUint32(5) + SIZE_BEHIND_BYTES
      }
      at += stepThrough(bytes, local, () => state === 'scanning', (place) => step(view, bytes, place))
      needs = Math.min(Math.max(needs, TAG_BYTES), Math.max(1, lengthBytes - at))
      if (state === 'scanning' && at + TAG_BYTES >= lengthBytes) end('complete')
    },
  }
}

/** `FLV`. */
const SIGN = 0x464c56

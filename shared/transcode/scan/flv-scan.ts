import { viewOf } from '../../subtitles/matroska-elements.ts'
import { flvIndexTimes } from './flv-index.ts'
import { decodedSec, FLV_CODECS, FLV_SIGN, FLV_TAG, isTagType, PICTURE_BYTES, shownLaterSec, SIZE_BEHIND_BYTES, TAG_BYTES } from './flv-tags.ts'
import { createFoundTimes, stepThrough } from './keyframe-scan.ts'
import type { KeyframeScan, ScanState } from './keyframe-scan.ts'

/** A list of key frames in front; that of a film of ten hours has 400 KB. */
const MAX_SCRIPT_BYTES = 4 * 1024 * 1024

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
    if ((first & 0x80) !== 0 || !FLV_CODECS.includes(first & 0x0f)) return end('hopeless')
    const isPicture = view.getUint8(local + TAG_BYTES + 1) === 1
    if (first >> 4 !== 1 || !isPicture) return
    const sec = decodedSec(view, local) + shownLaterSec(view, local)
    if (listed.length > 0) return finishByList(sec)
    if (!found.add(sec)) end('hopeless')
  }

  /** One tag further; 0 when more bytes are needed for that. */
  const step = (view: DataView, bytes: Uint8Array, local: number): number => {
    const left = bytes.length - local
    needs = Math.min(TAG_BYTES + PICTURE_BYTES, lengthBytes - at - local)
    if (left < TAG_BYTES) return 0
    const type = view.getUint8(local)
    const size = view.getUint32(local) & 0xffffff
    const all = TAG_BYTES + size + SIZE_BEHIND_BYTES
    const wanted = Math.min(type === FLV_TAG.script && size <= MAX_SCRIPT_BYTES ? all : TAG_BYTES + Math.min(size, PICTURE_BYTES), lengthBytes - at - local)
    if (left < wanted) { needs = wanted; return 0 }
    // The file is cut off here.
    if (left < TAG_BYTES + Math.min(size, PICTURE_BYTES)) return all
    if (type === FLV_TAG.script && found.all().length === 0) listed = flvIndexTimes(bytes.subarray(local + TAG_BYTES, local + TAG_BYTES + size))
    else if (type === FLV_TAG.picture && size >= PICTURE_BYTES) takePicture(view, local)
    else if (!isTagType(type)) end('hopeless')
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
        if (bytes.length < needs || view.getUint32(0) >>> 8 !== FLV_SIGN) return end('hopeless')
        local = view.getUint32(5) + SIZE_BEHIND_BYTES
      }
      at += stepThrough(bytes, local, () => state === 'scanning', (place) => step(view, bytes, place))
      needs = Math.min(Math.max(needs, TAG_BYTES), Math.max(1, lengthBytes - at))
      if (state === 'scanning' && at + TAG_BYTES >= lengthBytes) end('complete')
    },
  }
}

import { scanClusters } from '../../subtitles/scan-clusters.ts'
import type { ScanPlace } from '../../subtitles/scan-clusters.ts'
import { matroskaPicture } from '../keyframes.ts'
import type { MatroskaPicture } from '../keyframes.ts'
import { createFoundTimes } from './keyframe-scan.ts'
import type { KeyframeScan, ScanState } from './keyframe-scan.ts'

const FIRST_HEAD_BYTES = 64 * 1024
/** A front full of fonts may come before the tracks. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024

/** Finds the key frames of a Matroska or WebM film without Cues by the flags of its blocks (RFC 9559, 10.2); their bodies are stepped over. */
export function createMatroskaScan(lengthBytes: number): KeyframeScan {
  const found = createFoundTimes()
  let state: ScanState = 'scanning'
  let place: ScanPlace = { at: 0, cluster: null }
  let needs = Math.min(FIRST_HEAD_BYTES, lengthBytes)
  let picture: MatroskaPicture | null = null

  const end = (how: ScanState) => { state = how }

  const readHead = (head: Uint8Array) => {
    picture = matroskaPicture(head)
    if (picture) place = { at: picture.begin, cluster: null }
    else if (needs >= Math.min(MAX_HEAD_BYTES, lengthBytes)) end('hopeless')
    else needs = Math.min(needs * 2, lengthBytes)
  }

  return {
    wants: () => ({ at: place.at, bytes: needs }),
    state: () => state,
    timesSec: found.all,
    push: (bytes) => {
      const begin = place.at
      if (!picture) readHead(bytes)
      if (!picture) return
      const scan = scanClusters(bytes, begin, place, { whole: new Set(), heads: picture.track }, lengthBytes)
      place = scan.place
      needs = Math.max(1, scan.needBytes)
      for (const { isKey, ticks } of scan.blocks) if (isKey && !found.add(ticks * picture.tickSec)) end('hopeless')
      // A recording that was cut off ends in the middle of something.
      const isEnd = place.at >= lengthBytes || (place.at === begin && begin + bytes.length >= lengthBytes)
      if (scan.lost) end('hopeless')
      else if (state === 'scanning' && isEnd) end('complete')
    },
  }
}

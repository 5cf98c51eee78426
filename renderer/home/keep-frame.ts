import { useEffect } from 'react'
import type { InfoHash } from '../../shared/ids.ts'
import { useParts } from '../state/app-context.tsx'

/** Width of a card's picture, twice over for sharp screens that are small: 320 points take about 15 kB. */
const FRAME_WIDTH = 320
/** A frame is looked at this often; the newest is written when the film is left. */
const LOOK_MS = 3000
const JPEG_QUALITY = 0.8

/** Keeps a small picture of the film for its card at home. `video` tells the element, null while there is none. */
export function useKeepFrame(video: () => HTMLVideoElement | null, infoHash: InfoHash): void {
  const { bridge, store } = useParts()
  useEffect(() => {
    const canvas = document.createElement('canvas')
    let drawn = false
    const look = () => {
      const element = video()
      if (element && drawFrame(element, canvas)) drawn = true
    }
    const timer = setInterval(look, LOOK_MS)
    return () => {
      clearInterval(timer)
      look()
      const keep = async (blob: Blob | null) => {
        if (blob === null) return
        await bridge.call('app.saveFrame', { infoHash, picture: new Uint8Array(await blob.arrayBuffer()) })
        store.setState(({ framesKept }) => ({ framesKept: framesKept + 1 }))
      }
      if (drawn) canvas.toBlob((blob) => { void keep(blob) }, 'image/jpeg', JPEG_QUALITY)
    }
  }, [bridge, store, infoHash, video])
}

/** False when the element shows nothing yet. */
function drawFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): boolean {
  const context = canvas.getContext('2d')
  if (context === null || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.currentTime === 0) return false
  canvas.width = FRAME_WIDTH
  canvas.height = Math.round((FRAME_WIDTH * video.videoHeight) / video.videoWidth)
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  return true
}

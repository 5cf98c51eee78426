import { useEffect, useState } from 'react'
import type { Playback } from '../player/create-playback.ts'

/** Where the picture is on the screen, in CSS pixels from the left and top of the player; its bars are left out. */
export interface PictureBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** From the foot of the picture to the foot of the player. */
  readonly below: number
}

/** The box in which the film's picture is shown, for texts that are placed in the picture. */
export function usePictureBox(playback: Playback, root: HTMLElement | null): PictureBox | null {
  const [box, setBox] = useState<PictureBox | null>(null)
  useEffect(() => {
    const video = playback.video()
    if (!video || !root) return undefined
    const measure = () => { setBox(pictureBox(root.clientWidth, root.clientHeight, video.videoWidth, video.videoHeight)) }
    const observer = new ResizeObserver(measure)
    observer.observe(root)
    video.addEventListener('resize', measure)
    video.addEventListener('loadedmetadata', measure)
    measure()
    return () => {
      observer.disconnect()
      video.removeEventListener('resize', measure)
      video.removeEventListener('loadedmetadata', measure)
    }
  }, [playback, root])
  return box
}

/** A picture fitted into a screen of other proportions; a film without pictures fills the screen. */
export function pictureBox(screenWidth: number, screenHeight: number, width: number, height: number): PictureBox {
  if (width === 0 || height === 0) return { left: 0, top: 0, width: screenWidth, height: screenHeight, below: 0 }
  const scale = Math.min(screenWidth / width, screenHeight / height)
  const [shownWidth, shownHeight] = [width * scale, height * scale]
  const top = (screenHeight - shownHeight) / 2
  return { left: (screenWidth - shownWidth) / 2, top, width: shownWidth, height: shownHeight, below: top }
}

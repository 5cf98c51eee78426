import type { PictureAt } from '../../../shared/playback/seek-pictures.ts'

/** The place of the picture above the pointer; filled by hand, like all that moves there. */
export function SeekPicture() {
  // With its own origin named, which the server asks for when it runs without a token.
  return <img className="seek-picture" alt="" hidden crossOrigin="anonymous" />
}

export interface SeekPictureView {
  /** Null: there is none to show, and none is asked for. */
  show(picture: PictureAt | null): void
}

/** A picture that has to be made first is asked for when the pointer rests, not for every place it crosses. */
const REST_MS = 120

/** Shows what was asked for last, once it is here. */
export function createSeekPicture(image: HTMLImageElement): SeekPictureView {
  let wanted: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const load = () => { if (wanted !== null && image.getAttribute('src') !== wanted) image.src = wanted }
  image.onload = () => { image.hidden = wanted === null || image.getAttribute('src') !== wanted }
  image.onerror = () => { image.removeAttribute('src') }
  return {
    show: (picture) => {
      if (picture?.url === wanted) return
      clearTimeout(timer)
      wanted = picture?.url ?? null
      const shown = wanted !== null && image.getAttribute('src') === wanted && image.complete
      image.hidden = !shown
      if (picture?.made) load()
      else if (picture) timer = setTimeout(load, REST_MS)
    },
  }
}

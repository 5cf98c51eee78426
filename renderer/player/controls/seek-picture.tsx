/** The picture of the film above the pointer; shown and changed by hand (seek-bar-view.ts), like all that moves there. */
export function SeekPicture() {
  return <img className="seek-picture" alt="" hidden />
}

/** Shows a picture that was made; with none, nothing is shown and nothing asked for. */
export function showPicture(image: HTMLImageElement, url: string | null): void {
  image.hidden = url === null
  if (url !== null && image.getAttribute('src') !== url) image.src = url
}

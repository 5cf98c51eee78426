/** The picture on the screen as PNG, in the film's own size and without subtitles. Null when the element shows none. */
export function framePicture(video: HTMLVideoElement | null): Promise<Blob | null> {
  if (video === null || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve(null)
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png') })
}

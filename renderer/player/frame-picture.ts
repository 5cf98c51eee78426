interface PictureWish {
  readonly type: 'image/png' | 'image/jpeg'
  /** Points across; null = as many as the film has. */
  readonly width: number | null
}

/** The picture on the screen without subtitles. Null when the element shows none. */
export function framePicture(video: HTMLVideoElement | null, { type, width }: PictureWish): Promise<Blob | null> {
  if (video === null || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve(null)
  const canvas = document.createElement('canvas')
  canvas.width = width ?? video.videoWidth
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => { canvas.toBlob(resolve, type) })
}

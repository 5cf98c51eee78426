/** Turns picture-in-picture on or off. False when it is not available for what plays. */
export async function togglePictureInPicture(video: HTMLVideoElement): Promise<boolean> {
  try {
    if (document.pictureInPictureElement === video) await document.exitPictureInPicture()
    else await video.requestPictureInPicture()
    return true
  } catch (thrown) {
    return !(thrown instanceof Error)
  }
}

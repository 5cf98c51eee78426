import { useCallback } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { useParts } from '../state/app-context.tsx'
import type { Playback } from './create-playback.ts'
import { framePicture } from './frame-picture.ts'

/** Keeps the picture that is shown as a file and on the clipboard, and says where. */
export function useKeepPicture(playback: Playback, title: string, say: (text: string) => void): () => void {
  const { bridge } = useParts()
  return useCallback(() => {
    const words = catalogue.player.feedback
    const keep = async () => {
      const timeSec = playback.clock.read().currentTimeSec
      const picture = playback.store.getState().castStreamId === null ? await framePicture(playback.video(), { type: 'image/png', width: null }) : null
      if (picture === null) return words.noPicture
      const copied = await copyPicture(picture)
      const kept = await bridge.call('app.keepPicture', { title, timeSec, picture: new Uint8Array(await picture.arrayBuffer()) })
      if (!kept.ok) return words.pictureNotKept(errorWords(kept.error).what)
      return copied ? words.pictureCopied(kept.value.file) : words.pictureKept(kept.value.file)
    }
    void keep().then(say)
  }, [bridge, playback, title, say])
}

/** False when the system does not let us: the window is not in front, for one. */
async function copyPicture(picture: Blob): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })])
    return true
  } catch (thrown) {
    return !(thrown instanceof Error)
  }
}

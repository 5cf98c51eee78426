import { useEffect, useRef, useState } from 'react'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import { useParts } from '../state/app-context.tsx'
import type { Playback } from '../player/create-playback.ts'
import { usePlaybackState } from '../player/use-playback.ts'
import type { SubtitleControl } from './create-subtitles.ts'
import { createSubtitles } from './create-subtitles.ts'
import { fetchCues } from './fetch-cues.ts'
import { isSubtitleFile } from './is-subtitle-file.ts'

/** The subtitles of the film that plays: followed while it does, fed by files that are dropped on it. */
export function useSubtitles(playback: Playback, infoHash: InfoHash, fileIndex: FileIndex): SubtitleControl {
  const { bridge, store } = useParts()
  const [subtitles] = useState(() => createSubtitles({ bridge, app: store, fetchCues }))
  const streamId = usePlaybackState(playback, (state) => (state.stream?.fileIndex === fileIndex ? state.stream.streamId : state.castStreamId))
  const isOpen = streamId !== null
  const firstStream = useRef<string | null>(null)
  useEffect(() => (isOpen ? subtitles.open(infoHash, fileIndex) : undefined), [subtitles, isOpen, infoHash, fileIndex])
  useEffect(() => {
    if (firstStream.current !== null && streamId !== null && streamId !== firstStream.current) subtitles.openedAgain()
    firstStream.current = streamId
  }, [subtitles, streamId])
  useEffect(() => {
    const stop = new AbortController()
    // In the capture phase: a drop that is taken here is marked so, and opens nothing.
    window.addEventListener('drop', (event) => {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0 || !files.every(({ name }) => isSubtitleFile(name))) return
      event.preventDefault()
      void subtitles.load(files)
    }, { signal: stop.signal, capture: true })
    return () => { stop.abort() }
  }, [subtitles])
  return subtitles
}

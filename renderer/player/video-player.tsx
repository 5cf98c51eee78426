import { useEffect, useRef } from 'react'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

interface VideoPlayerProps {
  readonly playback: Playback
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
}

/** Mounts video.js once and opens the file in it; another file uses the same element. */
export function VideoPlayer({ playback, infoHash, fileIndex }: VideoPlayerProps) {
  const container = useRef<HTMLDivElement>(null)
  const shown = usePlaybackState(playback, (state) => state.started && state.inPlace)
  useEffect(() => (container.current ? playback.attach(container.current) : undefined), [playback])
  useEffect(() => playback.open(infoHash, fileIndex), [playback, infoHash, fileIndex])
  return <div ref={container} className="picture" data-shown={shown} />
}

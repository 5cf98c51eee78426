import { useEffect } from 'react'
import { nextFile } from '../../shared/library/next-file.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

/** Tells the planner which file starts by itself after this one, so that its beginning can be here by then. */
export function useUpNext(playback: Playback, { files }: TorrentSnapshot, file: TorrentFile): void {
  const { bridge } = useParts()
  const auto = useApp((state) => state.settings?.autoNext ?? false)
  const streamId = usePlaybackState(playback, ({ castStreamId, stream }) => castStreamId ?? (stream?.fileIndex === file.index ? stream.streamId : null))
  const next = (auto ? nextFile(files, file.index)?.index : undefined) ?? null
  useEffect(() => {
    if (streamId !== null) bridge.notify('media.upNext', { streamId, fileIndex: next })
  }, [bridge, streamId, next])
}

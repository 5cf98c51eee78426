import { CodedError, toAppError } from '../../../shared/errors.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import { matchSubtitles } from '../../../shared/subtitles/match-file.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import type { TrackEntry } from './track-entry.ts'
import { neighbourEntry } from './track-entry.ts'

/** The subtitle files that lie beside a film in its torrent. Each is fetched when somebody asks for it. */
export interface NeighbourTracks {
  readonly entries: () => readonly TrackEntry[]
  /** Fetches the track's file if that was not done, or failed; nothing for any other track. */
  fetch(trackId: string): Promise<void>
  /** Ends what is being fetched. */
  close(): void
}

export interface NeighbourWorld {
  readonly film: TorrentFile
  readonly files: readonly TorrentFile[]
  readonly revision: number
  /** The whole of another file of the torrent, fetched with the priority of something a person waits for. */
  readonly readFile: (file: TorrentFile, signal: AbortSignal) => Promise<Uint8Array>
  readonly framesPerSec: () => number | null
  readonly onTracks: () => void
}

interface Neighbour {
  readonly entry: TrackEntry
  readonly file: TorrentFile
}

export function createNeighbourTracks({ film, files, revision, readFile, framesPerSec, onTracks }: NeighbourWorld): NeighbourTracks {
  const stop = new AbortController()
  const neighbours = findNeighbours(film, files, revision)
  const reading = new Map<string, Promise<void>>()

  /** One that could not be had is fetched again when it is asked for again. */
  const fetchFile = async (trackId: string, { file, entry }: Neighbour) => {
    entry.setState('reading')
    onTracks()
    try {
      if (file.lengthBytes > SUBTITLE_LIMITS.bytes) throw tooLarge(file.name, file.lengthBytes)
      entry.fill(await readFile(file, stop.signal), framesPerSec())
    } catch (thrown) {
      entry.fail(toAppError(thrown))
      reading.delete(trackId)
    }
    onTracks()
  }

  return {
    entries: () => [...neighbours.values()].map(({ entry }) => entry),
    fetch: async (trackId) => {
      const neighbour = neighbours.get(trackId)
      if (neighbour && !reading.has(trackId)) reading.set(trackId, fetchFile(trackId, neighbour))
      await reading.get(trackId)
    },
    close: () => { stop.abort() },
  }
}

function findNeighbours(film: TorrentFile, files: readonly TorrentFile[], revision: number): ReadonlyMap<string, Neighbour> {
  const byIndex = new Map(files.map((file) => [file.index, file]))
  return new Map(matchSubtitles(film, files).flatMap((match): [string, Neighbour][] => {
    const file = byIndex.get(match.fileIndex)
    if (!file) return []
    const entry = neighbourEntry(match, file.name, revision)
    return [[entry.facts().id, { entry, file }]]
  }))
}

export function tooLarge(name: string, lengthBytes: number): CodedError {
  return new CodedError({ code: 'subtitleTooLarge', message: `${name} has ${String(lengthBytes)} bytes, more than the ${String(SUBTITLE_LIMITS.bytes)} subtitles may have; choose another file`, details: { name, lengthBytes } })
}

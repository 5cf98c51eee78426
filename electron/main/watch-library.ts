import { isOver } from '../../shared/cast/cast-media.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { EventName, EventValue, NoticeValue } from '../../shared/ipc/contract.ts'
import type { FileRecord, LibraryAction, LibraryEntry } from '../../shared/library/library.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import type { LibraryStore } from '../records/library-store.ts'

/** Writes the library from what passes through main: torrents that are ready, films that play. */
export interface LibraryWatch {
  readonly seeEvent: <N extends EventName>(name: N, value: EventValue<N>) => void
  readonly seePlayhead: (report: NoticeValue<'media.playhead'>) => void
  /** A film was left: its last place counts. Without a stream: all films were, the program ends. */
  readonly seeEnd: (streamId?: string) => void
  /** The built-in clip cannot be opened by a link, so it is not remembered. */
  readonly leaveOut: (infoHash: InfoHash) => void
  readonly act: (action: LibraryAction) => void
}

export interface LibraryWatchOptions {
  readonly store: LibraryStore
  readonly nowMs: () => number
  readonly onChange: (entry: LibraryEntry) => void
  readonly onForgotten: (infoHash: InfoHash) => void
  /** What is opened is kept without being asked. */
  readonly keepsAll: () => boolean
}

/** A film that plays is told to the page this often; the page knows the newest place of its own film anyway. */
const TELL_EVERY_MS = 5000

interface Watched {
  readonly infoHash: InfoHash
  readonly file: Pick<TorrentFile, 'name'> & { readonly index: FileIndex }
  /** When its place was last written down. */
  toldMs: number
  /** What is not written down yet. */
  place: Pick<FileRecord, 'positionSec' | 'durationSec'> | null
}

export function watchLibrary({ store, nowMs, onChange, onForgotten, keepsAll }: LibraryWatchOptions): LibraryWatch {
  const ready = new Map<InfoHash, TorrentSnapshot>()
  const leftOut = new Set<InfoHash>()
  const streams = new Map<string, Watched>()

  const act = (action: LibraryAction) => {
    const before = store.get()
    const infoHash = action.kind === 'add' ? action.torrent.infoHash : action.infoHash
    if (action.kind === 'add' && leftOut.has(infoHash)) return
    const entry = store.apply(action).find((each) => each.infoHash === infoHash)
    if (store.get() === before) return
    if (entry) onChange(entry)
    else onForgotten(infoHash)
  }

  function seeTorrent(snapshot: TorrentSnapshot): void {
    if (snapshot.phase !== 'ready' || ready.has(snapshot.infoHash)) return
    ready.set(snapshot.infoHash, snapshot)
    const { infoHash, name, magnet, files } = snapshot
    act({ kind: 'add', torrent: { infoHash, name, magnet, lengthBytes: files.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0) }, nowMs: nowMs() })
    if (keepsAll()) act({ kind: 'keep', infoHash, kept: true })
  }

  function seeStream({ streamId, infoHash, fileIndex }: EventValue<'media.streamStatus'>): void {
    const file = ready.get(infoHash)?.files.find(({ index }) => index === fileIndex)
    if (file && !streams.has(streamId)) streams.set(streamId, { infoHash, file, toldMs: 0, place: null })
  }

  /** A device or another player plays: its place counts as the page's own does. */
  function seeCast({ streamId, infoHash, fileIndex, phase, positionSec, durationSec }: EventValue<'media.castChanged'>): void {
    const file = ready.get(infoHash)?.files.find(({ index }) => index === fileIndex)
    const watched = streams.get(streamId) ?? (file ? { infoHash, file, toldMs: 0, place: null } : null)
    if (watched === null || positionSec === 0) return
    streams.set(streamId, watched)
    watched.place = { positionSec, durationSec }
    if (isOver(phase)) streams.delete(streamId)
    if (phase !== 'playing' || nowMs() - watched.toldMs >= TELL_EVERY_MS) writeDown(watched)
  }

  function writeDown(watched: Watched): void {
    if (watched.place === null) return
    watched.toldMs = nowMs()
    act({ kind: 'progress', infoHash: watched.infoHash, file: { fileIndex: watched.file.index, name: watched.file.name, ...watched.place }, nowMs: watched.toldMs })
    watched.place = null
  }

  const isEvent = <N extends EventName>(wanted: N, name: EventName, value: unknown): value is EventValue<N> => name === wanted && value !== undefined
  return {
    act,
    seeEvent: (name, value) => {
      if (isEvent('media.torrentChanged', name, value)) seeTorrent(value)
      if (isEvent('media.streamStatus', name, value)) seeStream(value)
      if (isEvent('media.castChanged', name, value) && 'positionSec' in value) seeCast(value)
      if (isEvent('media.torrentRemoved', name, value)) ready.delete(value.infoHash)
    },
    seePlayhead: ({ streamId, currentTimeSec, durationSec, paused, seeking }) => {
      const watched = streams.get(streamId)
      if (!watched || seeking || currentTimeSec === 0) return
      watched.place = { positionSec: currentTimeSec, durationSec }
      if (paused || nowMs() - watched.toldMs >= TELL_EVERY_MS) writeDown(watched)
    },
    seeEnd: (streamId) => {
      for (const [id, watched] of streams) if (streamId === undefined || id === streamId) {
        writeDown(watched)
        streams.delete(id)
      }
    },
    leaveOut: (infoHash) => {
      leftOut.add(infoHash)
      act({ kind: 'remove', infoHash })
    },
  }
}

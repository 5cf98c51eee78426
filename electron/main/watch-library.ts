import { isOver } from '../../shared/cast/cast-media.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { EventName, EventValue, NoticeValue } from '../../shared/ipc/contract.ts'
import type { FileRecord, Library, LibraryAction, LibraryEntry } from '../../shared/library/library.ts'
import { MAX_FOLLOWING, applyLibrary } from '../../shared/library/library.ts'
import { unseenAfter } from '../../shared/library/file-to-watch.ts'
import { isWatched } from '../../shared/library/resume.ts'
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
  /** The person says that a file was watched, or was not. What is open of it now leaves no place that says otherwise. */
  readonly mark: (infoHash: InfoHash, file: Pick<FileRecord, 'fileIndex' | 'name'>, watched: boolean) => void
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
  /** What follows it; found once, for it may take a while among many files. */
  following?: LibraryEntry['following']
  /** Marked as watched while it was open: only its end is written down from then on. */
  isMarked?: boolean
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
    const { infoHash, file, place } = watched
    const isAtEnd = isWatched(place.positionSec, place.durationSec)
    watched.place = null
    watched.toldMs = nowMs()
    if (watched.isMarked === true && !isAtEnd) return
    watched.following ??= findFollowing(infoHash, file.index, entryOf(store.get(), infoHash)?.files ?? [])
    act({ kind: 'progress', infoHash, file: { fileIndex: file.index, name: file.name, ...place }, following: watched.following, nowMs: watched.toldMs })
  }

  /** What follows a file of a torrent that is open; undefined where it is closed. */
  function findFollowing(infoHash: InfoHash, fileIndex: FileIndex, seen: readonly FileRecord[]): LibraryEntry['following'] {
    const snapshot = ready.get(infoHash)
    return snapshot && unseenAfter(snapshot.files, fileIndex, seen).slice(0, MAX_FOLLOWING).map(({ index, name }) => ({ fileIndex: index, name }))
  }

  function mark(infoHash: InfoHash, file: Pick<FileRecord, 'fileIndex' | 'name'>, watched: boolean): void {
    for (const stream of streams.values()) if (stream.infoHash === infoHash) {
      writeDown(stream)
      // What follows is another one now.
      delete stream.following
      if (stream.file.index === file.fileIndex) stream.isMarked = watched
    }
    const action: LibraryAction = { kind: 'mark', infoHash, file, watched, nowMs: nowMs() }
    const files = entryOf(applyLibrary(store.get(), action), infoHash)?.files ?? []
    // Home goes on after the file that was seen last, whichever was marked.
    act({ ...action, following: files[0] && findFollowing(infoHash, files[0].fileIndex, files) })
  }

  const isEvent = <N extends EventName>(wanted: N, name: EventName, value: unknown): value is EventValue<N> => name === wanted && value !== undefined
  return {
    act,
    mark,
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

function entryOf(library: Library, infoHash: InfoHash): LibraryEntry | undefined {
  return library.find((entry) => entry.infoHash === infoHash)
}

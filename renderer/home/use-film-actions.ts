import { useState } from 'react'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useParts } from '../state/app-context.tsx'
import type { AppParts } from '../state/app-context.tsx'
import { isWatchedFile } from '../state/library.ts'
import type { MenuAction } from '../ui/action-menu.tsx'

/** A film as its card knows it. */
export interface CardFilm {
  readonly infoHash: InfoHash
  readonly name: string
  readonly magnet: string
  /** The file the card is about; null = the one the engine chooses. */
  readonly fileIndex: FileIndex | null
}

export interface FilmActions {
  /** What can be done with the film at this moment. */
  readonly actions: () => readonly MenuAction[]
  readonly choosing: boolean
  readonly endChoosing: () => void
  /** What was done last, for everybody who hears the window; '' before anything was. */
  readonly said: string
}

/** Everything a card can do besides playing. */
export function useFilmActions(film: CardFilm): FilmActions {
  const parts = useParts()
  const [choosing, setChoosing] = useState(false)
  const [said, setSaid] = useState('')
  return {
    choosing, said,
    endChoosing: () => { setChoosing(false) },
    actions: () => listActions(parts, film, { choose: () => { setChoosing(true) }, say: setSaid }),
  }
}

interface CardHands {
  readonly choose: () => void
  readonly say: (what: string) => void
}

function listActions({ bridge, store, opener }: AppParts, film: CardFilm, { choose, say }: CardHands): readonly MenuAction[] {
  const words = catalogue.card
  const { infoHash } = film
  const state = store.getState()
  const torrent = state.torrents.find((each) => each.infoHash === infoHash)
  const entry = state.library.find((each) => each.infoHash === infoHash)
  const file = fileOf(film, torrent, entry)
  const watched = file !== null && entry !== undefined && isWatchedFile(entry, file.fileIndex)
  const copy = async (text: string) => { if ((await bridge.call('app.copyText', { text })).ok) say(catalogue.common.copied) }
  const copyStream = async () => {
    const ready = await opener.getReady(film)
    const fileIndex = film.fileIndex ?? ready?.chosenFile ?? null
    const place = fileIndex === null ? null : await bridge.call('media.locateFile', { infoHash, fileIndex })
    if (place?.ok) await copy(place.value.url)
  }
  const showInFolder = async (fileIndex: number) => {
    // What is kept is there also while it is closed.
    if (await opener.getReady(film) !== null) await opener.report(bridge.call('app.showFilm', { infoHash, fileIndex }))
  }
  // What could not be opened, or has nothing that plays, is no film for anybody.
  const canPlay = torrent === undefined || (torrent.phase === 'ready' ? file !== null : torrent.phase !== 'failed')
  return [
    ...(canPlay ? [{ icon: 'files', name: words.chooseFile, run: choose } as const] : []),
    ...(entry === undefined ? [] : [{ icon: entry.kept ? 'unkeep' : 'keep', name: entry.kept ? words.letGo : words.keep, run: () => { void bridge.call('media.keepTorrent', { infoHash, kept: !entry.kept }) } } as const]),
    ...(file === null || entry === undefined ? [] : [{ icon: 'check', name: watched ? words.markUnwatched : words.markWatched, run: () => { void bridge.call('app.markWatched', { infoHash, ...file, watched: !watched }) } } as const]),
    { icon: 'link', name: words.copyMagnet, run: () => { void copy(film.magnet) } },
    ...(canPlay ? [{ icon: 'copy', name: words.copyStream, run: () => { void copyStream() } } as const] : []),
    ...state.devices.filter(({ kind }) => canPlay && kind === 'program').map(({ id, name }) => ({ icon: 'program', name: words.openIn(name), run: () => { void opener.openOn(id, film, film.fileIndex) } } as const)),
    ...((torrent?.phase === 'ready' || entry?.kept === true) && file !== null ? [{ icon: 'folder', name: words.showInFolder, run: () => { void showInFolder(file.fileIndex) } } as const] : []),
    ...(torrent === undefined ? [] : [{ icon: 'close', name: entry?.kept === true ? words.close : words.remove, run: () => { void opener.remove(infoHash) } } as const]),
    ...(entry === undefined ? [] : [{ icon: 'trash', name: words.forget, run: () => { void opener.forget(infoHash) } } as const]),
  ]
}

/** The file a card speaks of: its own, else the one that plays, else the one that was played last. */
function fileOf({ fileIndex }: CardFilm, torrent: TorrentSnapshot | undefined, entry: LibraryEntry | undefined): { readonly fileIndex: FileIndex; readonly name: string } | null {
  const wanted = fileIndex ?? torrent?.chosenFile ?? entry?.files[0]?.fileIndex
  const named = (each: { readonly fileIndex: FileIndex }) => each.fileIndex === wanted
  const file = torrent?.files.find(({ index }) => index === wanted) ?? entry?.files.find(named) ?? [entry?.next ?? [], entry?.following ?? []].flat().find(named)
  return wanted === undefined || file === undefined ? null : { fileIndex: wanted, name: file.name }
}

import type { CommandResult, EventName, EventValue } from '../../shared/ipc/contract.ts'
import { isOver } from '../../shared/cast/cast-media.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import type { Bridge } from '../bridge.ts'
import type { AppState, AppStore } from './store.ts'
import { dropEntry, positionsOf, putEntry, putMove } from './library.ts'
import { positionKey } from './place.ts'
import { dropTorrent, putTorrent } from './torrents.ts'

/** The only writer of mirrored state. Returns how to stop listening. */
export function applyEvents(bridge: Pick<Bridge, 'on'>, store: AppStore): () => void {
  const listen = <N extends EventName>(name: N, apply: (state: AppState, value: EventValue<N>) => Partial<AppState>) =>
    bridge.on(name, (value) => { store.setState((state) => apply(state, value)) })
  const stops = [
    listen('media.torrentChanged', (state, snapshot) => withTorrent(state, snapshot)),
    listen('media.torrentProgress', (state, progress) => ({ progress: { ...state.progress, [progress.infoHash]: progress } })),
    listen('media.torrentRemoved', (state, { infoHash }) => dropTorrent(state, infoHash)),
    listen('media.streamStatus', (_state, streamStatus) => ({ streamStatus })),
    listen('media.streamDetail', (_state, streamDetail) => ({ streamDetail })),
    listen('media.streamAdvised', (_state, streamAdvice) => ({ streamAdvice })),
    listen('media.lookFailed', (_state, lookFailure) => ({ lookFailure })),
    listen('media.conversionChanged', (_state, conversion) => ({ conversion })),
    listen('media.subtitlesChanged', ({ subtitles }, { infoHash, fileIndex, tracks }) => ({ subtitles: { ...subtitles, [positionKey(infoHash, fileIndex)]: tracks } })),
    listen('media.chaptersChanged', (state, { infoHash, fileIndex, chapters }) => ({ chapters: { ...state.chapters, [positionKey(infoHash, fileIndex)]: chapters } })),
    listen('media.picturesChanged', (state, { infoHash, fileIndex, pictures }) => ({ pictures: { ...state.pictures, [positionKey(infoHash, fileIndex)]: pictures } })),
    listen('media.speed', (_state, speed) => ({ speed })),
    listen('media.filmMoves', ({ moves }, move) => ({ moves: putMove(moves, move) })),
    listen('media.devicesChanged', (_state, { devices }) => ({ devices })),
    listen('media.castChanged', (_state, cast) => ({ cast })),
    listen('app.libraryChanged', ({ library }, entry) => ({ library: putEntry(library, entry) })),
    listen('app.libraryForgotten', ({ library }, { infoHash }) => ({ library: dropEntry(library, infoHash) })),
    // A copy ends with the engine that made it.
    listen('app.hostChanged', (_state, host) => ({ host, ...(host.state === 'running' ? {} : { moves: [] }) })),
    listen('app.settingsChanged', (_state, settings) => ({ settings })),
  ]
  return () => { stops.forEach((stop) => { stop() }) }
}

/** The answer to opening or retrying is the newest word on that torrent. */
export function applyTorrent(store: AppStore, snapshot: TorrentSnapshot): void {
  store.setState((state) => withTorrent(state, snapshot))
}

/** The torrents that were open before the page listened, or after the host came back. */
export function applyTorrentList(store: AppStore, list: CommandResult<'media.listTorrents'>): void {
  store.setState((state) => ({ torrents: list.reduce(putTorrent, state.torrents) }))
}

/** The cast under way, as a host says that began after this page. A cast it knows nothing of ended with the host before it. */
export function applyCurrentCast(store: AppStore, { cast }: CommandResult<'media.currentCast'>): void {
  store.setState((state) => {
    if (cast) return { cast }
    return state.cast && !isOver(state.cast.phase) ? { cast: { ...state.cast, phase: 'lost', reason: null, problem: { code: 'hostGone', message: 'the media engine ended while the film was on a device', details: {} } } } : {}
  })
}

/** The host's answer about a film is the newest word on what is in it. */
export function applyFilmParts(store: AppStore, key: string, { tracks, chapters, pictures }: CommandResult<'media.listFilmParts'>): void {
  store.setState((state) => ({ subtitles: { ...state.subtitles, [key]: tracks }, chapters: { ...state.chapters, [key]: chapters }, ...(pictures ? { pictures: { ...state.pictures, [key]: pictures } } : {}) }))
}

/** What was watched in earlier runs, and where films go on. */
export function applyLibraryList(store: AppStore, { entries }: CommandResult<'app.listLibrary'>): void {
  store.setState(({ positions }) => ({ library: entries, positions: positionsOf(entries, positions) }))
}

/** The players of this computer, before anybody looked for devices. */
export function applyPlayers(store: AppStore, { players }: CommandResult<'media.findPlayers'>): void {
  store.setState(({ devices }) => ({ devices: [...devices.filter(({ kind }) => kind !== 'program'), ...players] }))
}

/** The first answer of main. */
export function applyPageReady(store: AppStore, { version, platform, settings, mended }: CommandResult<'app.pageReady'>): void {
  store.setState({ version, platform, settings, mended })
}

function withTorrent(state: AppState, snapshot: TorrentSnapshot): Partial<AppState> {
  return { torrents: putTorrent(state.torrents, snapshot) }
}

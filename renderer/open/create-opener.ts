import type { AppError, ErrorCode } from '../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import type { LibraryEntry } from '../../shared/library/library.ts'
import type { Result } from '../../shared/result.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import type { Bridge } from '../bridge.ts'
import { applyTorrent } from '../state/apply-events.ts'
import { positionKey } from '../state/place.ts'
import type { AppStore } from '../state/store.ts'
import type { OpenWish } from './read-transfer.ts'

/** Everything that leads to or away from a torrent. */
export interface Opener {
  /** Opens what can be opened; the first that works is shown and played, the rest waits at home. */
  open(wishes: readonly OpenWish[]): Promise<void>
  openDemo(): Promise<void>
  /** Asks the person whether to open what another program handed over. */
  offer(source: OpenSource): void
  /** The person decided on the oldest of them. */
  answerOffer(accepted: boolean): void
  /** Goes on with something from the library: shows it if it is open, opens it if not. Null plays the file the engine chooses. */
  reopen(entry: Pick<LibraryEntry, 'infoHash' | 'magnet'>, fileIndex: FileIndex | null): Promise<void>
  /** Takes it out of the library. */
  forget(infoHash: InfoHash): Promise<void>
  /** Shows the system's dialog; the choice comes back as an open request. */
  chooseFile(): Promise<void>
  /** Gives up what is being read. What arrives late is closed again. */
  cancelAsking(): void
  /** Goes to a torrent that is open; null plays the file the engine chooses. */
  show(infoHash: InfoHash, fileIndex: FileIndex | null): void
  goHome(): void
  showSettings(): void
  /** Closes a torrent and removes what was downloaded of it. */
  remove(infoHash: InfoHash): Promise<void>
  retry(infoHash: InfoHash): Promise<void>
  /** Opens a torrent without going there, again if it failed, and waits for its details. Null when they did not come, or the wait was called off. */
  prepare(entry: Pick<LibraryEntry, 'infoHash' | 'magnet'>, signal?: AbortSignal): Promise<TorrentSnapshot | null>
  /** As `prepare`, for what shows nothing of the wait itself: why it failed is said where the person looks. */
  getReady(entry: Pick<LibraryEntry, 'infoHash' | 'magnet'>): Promise<TorrentSnapshot | null>
  /** Plays a film on a device or in another player from where it was left, and goes there. Null plays the file the engine chooses. */
  openOn(deviceId: string, entry: Pick<LibraryEntry, 'infoHash' | 'magnet'>, fileIndex: FileIndex | null): Promise<void>
  /** Says where the person looks why something asked for could not be done. */
  report(call: Promise<Result<unknown>>): Promise<void>
  dismissProblem(): void
  /** What became of a damaged file of the program was read. */
  dismissMended(code: ErrorCode): void
}

/** A page that hands over links without end fills no screen. */
const MAX_OFFERED = 10

type Ask = () => Promise<Result<TorrentSnapshot>>

interface Request {
  cancelled: boolean
  /** One of its torrents is on the screen. */
  shown: boolean
  readonly openBefore: readonly InfoHash[]
  readonly fileIndex: FileIndex | null
  /** Torrents it has opened. */
  readonly took: Set<InfoHash>
  /** When all its answers are here. */
  over: Promise<void>
  /** The one that came after it. */
  next: Request | null
}

/** Opens through the bridge, writes the place and the problem into the store. */
export function createOpener(bridge: Bridge, store: AppStore): Opener {
  // Invariant: only the newest request changes the place; a request that was cancelled leaves nothing open.
  let newest: Request | null = null

  function openAll(asks: readonly Ask[], fileIndex: FileIndex | null = null): Promise<void> {
    const openBefore = store.getState().torrents.map((torrent) => torrent.infoHash)
    const request: Request = { fileIndex, cancelled: false, shown: false, openBefore, took: new Set(), over: Promise.resolve(), next: null }
    if (newest) newest.next = request
    newest = request
    store.setState({ asking: true, problem: null })
    request.over = askAll(asks, request)
    return request.over
  }

  async function askAll(asks: readonly Ask[], request: Request): Promise<void> {
    for (const ask of asks) {
      const answer = await ask()
      if (request.cancelled) return dropLate(answer, request)
      take(answer, request)
    }
    if (request === newest) store.setState({ asking: false })
  }

  function take(answer: Result<TorrentSnapshot>, request: Request): void {
    if (!answer.ok) return fail(answer.error)
    request.took.add(answer.value.infoHash)
    applyTorrent(store, answer.value)
    if (request.shown || request !== newest) return
    request.shown = true
    store.setState({ place: { kind: 'torrent', infoHash: answer.value.infoHash, fileIndex: request.fileIndex }, asking: false })
  }

  /** Somebody who calls a link off and gives it once more wants it open. */
  async function dropLate(answer: Result<TorrentSnapshot>, { openBefore, next }: Request): Promise<void> {
    if (!answer.ok || openBefore.includes(answer.value.infoHash)) return
    for (let later = next; later; later = later.next) {
      await later.over
      if (later.took.has(answer.value.infoHash)) return
    }
    void bridge.call('media.closeTorrent', { infoHash: answer.value.infoHash })
  }

  /** Somebody who leaves it while it is read is not fetched back: it is opened all the same, and stands on home. */
  function leaveNewest(): void {
    if (newest) newest.shown = true
    store.setState({ asking: false })
  }

  function fail(error: AppError): void {
    store.setState({ problem: error })
  }

  async function report(call: Promise<Result<unknown>>): Promise<void> {
    const answer = await call
    if (!answer.ok) fail(answer.error)
  }

  const prepare: Opener['prepare'] = async ({ infoHash, magnet }, signal) => {
    if (!store.getState().torrents.some((torrent) => torrent.infoHash === infoHash && torrent.phase !== 'failed')) {
      const answer = await bridge.call('media.openSource', { source: { kind: 'text', text: magnet } })
      if (answer.ok) applyTorrent(store, answer.value)
      else fail(answer.error)
      if (!answer.ok) return null
    }
    return whenReady(store, infoHash, signal)
  }

  const getReady: Opener['getReady'] = async (entry) => {
    const torrent = await prepare(entry)
    const problem = torrent === null ? store.getState().torrents.find(({ infoHash }) => infoHash === entry.infoHash)?.problem : null
    if (problem) fail(problem)
    return torrent
  }

  return {
    open: (wishes) => openAll(wishes.map((wish) => async () => (wish.ok ? bridge.call('media.openSource', { source: wish.value }) : wish))),
    reopen: async ({ infoHash, magnet }, fileIndex) => {
      if (store.getState().torrents.some((torrent) => torrent.infoHash === infoHash)) store.setState({ place: { kind: 'torrent', infoHash, fileIndex }, problem: null, asking: false })
      else await openAll([() => bridge.call('media.openSource', { source: { kind: 'text', text: magnet } })], fileIndex)
    },
    forget: (infoHash) => report(bridge.call('app.forgetTorrent', { infoHash })),
    offer: (source) => {
      store.setState(({ offered }) => ({ offered: offered.length < MAX_OFFERED ? [...offered, source] : offered }))
    },
    answerOffer: (accepted) => {
      const [oldest, ...rest] = store.getState().offered
      store.setState({ offered: rest })
      if (accepted && oldest) void openAll([() => bridge.call('media.openSource', { source: oldest })])
    },
    openDemo: () => openAll([() => bridge.call('media.openDemo', {})]),
    chooseFile: () => report(bridge.call('app.chooseFile', {})),
    cancelAsking: () => {
      if (newest) newest.cancelled = true
      store.setState({ asking: false })
    },
    show: (infoHash, fileIndex) => { store.setState({ place: { kind: 'torrent', infoHash, fileIndex }, problem: null, asking: false }) },
    showSettings: () => {
      leaveNewest()
      store.setState({ place: { kind: 'settings' }, problem: null })
    },
    goHome: () => {
      // From a film one comes to what is being opened, and from there home.
      if (store.getState().place.kind !== 'torrent') leaveNewest()
      store.setState({ place: { kind: 'home' }, problem: null })
    },
    remove: (infoHash) => {
      const { place } = store.getState()
      if (place.kind === 'torrent' && place.infoHash === infoHash) store.setState({ place: { kind: 'home' } })
      return report(bridge.call('media.closeTorrent', { infoHash }))
    },
    retry: async (infoHash) => {
      const answer = await bridge.call('media.retryTorrent', { infoHash })
      if (answer.ok) applyTorrent(store, answer.value)
      else fail(answer.error)
    },
    openOn: async (deviceId, entry, wanted) => {
      const torrent = await getReady(entry)
      const fileIndex = wanted ?? torrent?.chosenFile ?? null
      if (torrent === null || fileIndex === null) return
      const atSec = store.getState().positions[positionKey(entry.infoHash, fileIndex)] ?? 0
      await report(bridge.call('media.startCast', { infoHash: entry.infoHash, fileIndex, deviceId, atSec, paused: false, subtitleTrackId: null }).then((answer) => {
        if (answer.ok) store.setState({ place: { kind: 'torrent', infoHash: entry.infoHash, fileIndex }, problem: null, asking: false })
        return answer
      }))
    },
    prepare, getReady,
    report,
    dismissProblem: () => { store.setState({ problem: null }) },
    dismissMended: (code) => { store.setState(({ mended }) => ({ mended: mended.filter((each) => each.code !== code) })) },
  }
}

/** Waits until a torrent has its details; null when it fails or goes. */
function whenReady(store: AppStore, infoHash: InfoHash, signal?: AbortSignal): Promise<TorrentSnapshot | null> {
  return new Promise((resolve) => {
    const look = () => {
      const torrent = store.getState().torrents.find((each) => each.infoHash === infoHash)
      if (torrent && torrent.phase !== 'ready' && torrent.phase !== 'failed' && signal?.aborted !== true) return
      stop()
      resolve(torrent?.phase === 'ready' ? torrent : null)
    }
    const stop = store.subscribe(look)
    signal?.addEventListener('abort', look, { once: true })
    look()
  })
}

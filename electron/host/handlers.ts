import { CodedError } from '../../shared/errors.ts'
import type { HandlersOf } from '../../shared/ipc/contract.ts'
import type { Log } from '../../shared/log.ts'
import type { NetworkInterface } from '../../shared/network/containment.ts'
import { farReaching } from '../../shared/network/way-facts.ts'
import type { NetworkWish } from '../../shared/network/network-wish.ts'
import type { Reach } from '../../shared/network/reach.ts'
import type { TorrentFile } from '../../shared/torrent/snapshot.ts'
import { unwrap } from '../../shared/unwrap.ts'
import type { Casting } from './cast/casting.ts'
import type { CleanUp } from './clean-up.ts'
import type { DetailFeed } from './detail-feed.ts'
import type { DemoSeeder } from './engine/demo-seeder.ts'
import type { FfmpegFinder } from './transcode/find-ffmpeg.ts'
import type { WayOut } from './engine/way-out.ts'
import type { DiskBudget } from './engine/disk-budget.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { TorrentSession } from './engine/torrent-session.ts'
import type { Pictures } from './pictures/pictures.ts'
import type { RunFolder } from './run-folder.ts'
import type { SpeedKeeper } from './speed-keeper.ts'
import type { Streams } from './streams.ts'
import type { Subtitles } from './subtitles/subtitles.ts'
import type { FilmOpener } from './transcode/open-film.ts'

export interface HandlerWorld {
  readonly list: TorrentList
  readonly streams: Streams
  readonly films: FilmOpener
  readonly details: DetailFeed
  readonly subtitles: Subtitles
  readonly pictures: Pictures
  readonly casting: Casting
  readonly cleanUp: CleanUp
  readonly openDemo: () => Promise<DemoSeeder>
  /** Writes down that the torrent is open, so that a restart of the host opens it again. */
  readonly remember: (session: TorrentSession) => Promise<void>
  /** A file's address for other programs, and its place on the disk. */
  readonly locate: (session: TorrentSession, file: TorrentFile) => Promise<{ readonly url: string; readonly path: string }>
  readonly setKeptFolder: RunFolder['setKeptDir']
  readonly stopMove: RunFolder['stopMove']
  readonly speed: SpeedKeeper
  readonly setPaused: (paused: boolean) => void
  readonly setNetwork: (wish: NetworkWish) => Promise<void>
  readonly way: Pick<WayOut, 'problem' | 'answered' | 'allowDirect'>
  readonly listInterfaces: () => readonly NetworkInterface[]
  /** Whether strangers can come in. */
  readonly reach: () => Reach
  readonly askRouter: () => void
  readonly ffmpeg: FfmpegFinder
  readonly budget: Pick<DiskBudget, 'setLimit' | 'usage'>
  readonly log: Log
}

/** What the page, main and the headless mode may ask of the host; each a few lines. Failures are thrown as CodedError. */
export function createHandlers({ list, streams, films, details, subtitles, pictures, casting, cleanUp, openDemo, remember, locate, setKeptFolder, stopMove, speed, setPaused, setNetwork, way, listInterfaces, reach, askRouter, ffmpeg, budget, log }: HandlerWorld): HandlersOf<'media', AbortSignal> {
  const find = (infoHash: string) => {
    const session = list.find(infoHash)
    if (!session) throw new CodedError({ code: 'torrentUnknown', message: 'this torrent is not open any more; open it again', details: {} })
    return session
  }

  return {
    ...casting.handlers,
    ...cleanUp.handlers,
    'media.openSource': async ({ source }, signal) => {
      const session = unwrap(await list.open(source, signal))
      if (session.snapshot().phase === 'failed') session.retry()
      await remember(session).catch((error: unknown) => { log('engine', 'notRemembered', { message: String(error) }) })
      return session.snapshot()
    },
    'media.openDemo': async (_args, signal) => {
      const demo = await openDemo()
      way.allowDirect(demo.address)
      const session = unwrap(await list.open({ kind: 'bytes', name: 'demo.torrent', bytes: demo.metainfo }, signal))
      session.addPeer(demo.address)
      // It comes with the program: nobody looks for it among what was kept.
      await cleanUp.handlers['media.keepTorrent']({ infoHash: session.infoHash, kept: false }, signal)
      return session.snapshot()
    },
    'media.listTorrents': () => Promise.resolve(list.all().map((session) => session.snapshot())),
    'media.retryTorrent': ({ infoHash }) => {
      const session = find(infoHash)
      session.retry()
      return Promise.resolve(session.snapshot())
    },
    'media.closeTorrent': async ({ infoHash }) => {
      const session = list.find(infoHash)
      if (session) streams.closeAllOf(session)
      await list.remove(infoHash)
      return {}
    },
    'media.locateFile': async ({ infoHash, fileIndex }) => {
      const session = find(infoHash)
      const file = session.snapshot().files.find(({ index }) => index === fileIndex)
      if (!file) throw new CodedError({ code: 'fileUnknown', message: `the torrent has no file ${String(fileIndex)}`, details: { fileIndex } })
      return locate(session, file)
    },
    'media.openStream': (args, signal) => films.open(find(args.infoHash), args, signal),
    'media.watchDetail': ({ streamId }) => {
      details.watch(streamId)
      return Promise.resolve({})
    },
    'media.closeStream': ({ streamId }) => {
      films.close(streamId)
      return Promise.resolve({})
    },
    'media.setLimits': ({ downBytesPerSec, upBytesPerSec, automatic = false }) => {
      speed.setWish({ downBytesPerSec, upBytesPerSec, automatic })
      return Promise.resolve({})
    },
    'media.stopMove': ({ infoHash }) => {
      stopMove(infoHash)
      return Promise.resolve({})
    },
    'media.setKeptFolder': async ({ folder, former, isChosen }) => {
      unwrap(await setKeptFolder(folder, former, isChosen))
      return {}
    },
    'media.setPaused': ({ paused }) => {
      setPaused(paused)
      for (const session of list.all()) session.notePause()
      return Promise.resolve({})
    },
    'media.setNetwork': async (wish) => {
      await setNetwork(wish)
      return {}
    },
    'media.readReach': ({ ask }) => {
      if (ask) askRouter()
      return Promise.resolve(reach())
    },
    'media.readWayOut': () => Promise.resolve({ problem: way.problem(), answered: way.answered(), interfaces: farReaching(listInterfaces()) }),
    'media.setStorageLimit': ({ limitBytes }) => {
      budget.setLimit(limitBytes)
      return Promise.resolve({})
    },
    'media.useFfmpeg': ({ path }) => {
      ffmpeg.choose(path)
      return Promise.resolve({})
    },
    'media.findFfmpeg': async (_args, signal) => {
      const tools = await ffmpeg.find(signal)
      return tools.ok ? { path: tools.value.ffmpeg, version: tools.value.facts.version } : { path: null, version: null }
    },
    'media.readStorage': () => Promise.resolve(budget.usage()),
    'media.listFilmParts': async ({ infoHash, fileIndex }) => {
      const { tracks, chapters } = subtitles.follow(infoHash, fileIndex)
      return { tracks: [...tracks], chapters: [...chapters], pictures: pictures.follow(infoHash, fileIndex) }
    },
    'media.loadSubtitle': async ({ infoHash, fileIndex, name, bytes }) => ({ trackId: subtitles.load(infoHash, fileIndex, name, bytes) }),
    'media.readSubtitle': async ({ infoHash, fileIndex, trackId, charset }) => {
      await subtitles.read(infoHash, fileIndex, trackId, charset)
      return {}
    },
  }
}

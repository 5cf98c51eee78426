import path from 'node:path'
import { formatLogLine } from '../../shared/log.ts'
import type { Log } from '../../shared/log.ts'
import type { Result } from '../../shared/result.ts'
import { ok } from '../../shared/result.ts'
import { createHostCasting } from './cast/host-casting.ts'
import { createDemo } from './demo.ts'
import { createDerivedMedia } from './derived-media.ts'
import { createDetailFeed } from './detail-feed.ts'
import { listInterfaces } from './engine/own-addresses.ts'
import { readsUpTo } from './engine/reads-up-to.ts'
import { createFilmLookup } from './film-lookup.ts'
import { createHandlers } from './handlers.ts'
import type { EmitMediaEvent, HostOptions, MediaHost } from './host-options.ts'
import { createFileLocator } from './locate-file.ts'
import { watchDownloads } from './watch-downloads.ts'
import { openEngine } from './open-engine.ts'
import { openRunFolder } from './run-folder.ts'
import { createSavedTorrents } from './saved-torrents.ts'
import { createHttpServer } from './server/http-server.ts'
import { createSpeedKeeper } from './speed-keeper.ts'
import { startStatusFeed } from './status-feed.ts'
import { createStreams } from './streams.ts'
import { createTorrentCatalog } from './torrent-catalog.ts'
import { createTrace } from './trace.ts'
import { createFilmOpener } from './transcode/open-film.ts'

const log: Log = (area, event, facts) => { process.stderr.write(`${formatLogLine(area, event, facts)}\n`) }
const clock = () => performance.now()

/**
 * Composes the media host: run folder, engine, what is made of films, server, streams, casting; each part is its own file's.
 * What was open in a run of the same id is open again afterwards. Fails: folderUnusable, diskFull, portInUse.
 */
export async function startHost(options: HostOptions, emit: EmitMediaEvent): Promise<Result<MediaHost>> {
  const folder = await openRunFolder({ ...options, isKept: (infoHash) => engine.cleanUp.isKept(infoHash), onMove: (move) => { emit('media.filmMoves', move) } })
  if (!folder.ok) return folder
  const run = folder.value
  const trace = createTrace(options.tracePath)
  const conversionFolder = path.join(run.statePath, 'conversions')
  const engine = await openEngine(options, {
    run, conversionFolder, clock, log,
    trace: trace.record,
    hasStream: (session) => streams.isOpen(session),
    isCasting: (infoHash) => casting.isCasting(infoHash),
    forget: (infoHash) => { derived.drop(infoHash) },
    onChange: (snapshot) => {
      derived.conversions.warmUp()
      emit('media.torrentChanged', snapshot)
    },
    onRemoved: (infoHash) => { emit('media.torrentRemoved', { infoHash }) },
  })
  const { guarded, budget, cleanUp, list } = engine
  const lookup = createFilmLookup(list)
  const catalog = createTorrentCatalog(list)
  const derived = createDerivedMedia({ list, lookup, catalog, run, conversionFolder, budget, ffmpegPlaces: options.ffmpegPlaces ?? [], baseUrl: () => (server.ok ? server.value.baseUrl : ''), emit, clock, log })
  const { ffmpeg, subtitles, pictures, conversions, fileRoutes } = derived
  const server = await createHttpServer({ catalog, fileRoutes, onAsked: cleanUp.noteAsked, port: options.port, portIsFixed: options.portIsFixed, token: options.token, allowedOrigins: options.allowedOrigins, log })
  if (!server.ok) {
    await derived.close()
    await engine.close()
    await trace.close()
    await run.close()
    return server
  }

  const baseUrl = () => server.value.baseUrl
  const streams = createStreams(baseUrl, Math.round(performance.timeOrigin).toString(36))
  const films = createFilmOpener({
    streams, conversions, baseUrl, log,
    readsUpTo: (infoHash, fileIndex) => {
      const window = lookup.window(infoHash, fileIndex)
      return window ? readsUpTo(window, clock()) : false
    },
    onAdvice: (advice) => { emit('media.streamAdvised', advice) },
    onLookFailed: (failure) => { emit('media.lookFailed', failure) },
  })
  const casting = createHostCasting({ list, lookup, catalog, derived, streams, folder: run.statePath, allowLoopback: options.allowLocal, emit, clock, log })
  const demo = createDemo(options.demoPath)
  const saved = createSavedTorrents(run, list, log)
  const details = createDetailFeed({ streams, clock, tell: (detail) => { emit('media.streamDetail', detail) } })
  const speed = createSpeedKeeper(guarded.setLimits)
  const handlers = createHandlers({
    ffmpeg, list, streams, details, films, subtitles, pictures, casting, cleanUp, speed, budget, listInterfaces, log,
    openDemo: demo.open, remember: saved.remember, locate: createFileLocator(run, baseUrl),
    setKeptFolder: run.setKeptDir, stopMove: run.stopMove,
    setPaused: guarded.setPaused, setNetwork: guarded.setNetwork, reach: guarded.reach, way: guarded.way, askRouter: guarded.askRouter,
  })
  await saved.restore(options.suspects ?? [])
  const troubles = await watchDownloads(run, list, options.waitsForFolder === true)
  const status = startStatusFeed({ streams, films, list, catalog, speed, cleanUp, emit, clock })

  const close = async () => {
    status.close()
    troubles.close()
    details.close()
    cleanUp.close()
    await casting.close()
    await derived.close()
    await server.value.close()
    await Promise.all([engine.close(), demo.close()])
    await trace.close()
    await run.close()
  }
  let closing: Promise<void> | null = null
  log('host', 'started', { port: server.value.port })
  return ok({
    baseUrl: server.value.baseUrl, port: server.value.port, handlers, troubles,
    reportPlayhead: streams.reportPlayhead, reportHover: streams.reportHover, reportUpNext: streams.reportUpNext,
    close: () => (closing ??= close()),
  })
}

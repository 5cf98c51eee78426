import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import path from 'node:path'
import { CodedError } from '../../shared/errors.ts'
import type { AppError } from '../../shared/errors.ts'
import type { InfoHash } from '../../shared/ids.ts'
import { sizeOf } from '../../shared/interval.ts'
import { deviceProfileOf } from '../../shared/cast/device-profiles.ts'
import { formByContainer } from '../../shared/cast/direct-form.ts'
import { programPlaces } from '../../shared/cast/program-places.ts'
import { formatLogLine } from '../../shared/log.ts'
import type { Log } from '../../shared/log.ts'
import { streamPath } from '../../shared/http/stream-path.ts'
import type { Result } from '../../shared/result.ts'
import { ok } from '../../shared/result.ts'
import type { TorrentFile } from '../../shared/torrent/snapshot.ts'
import { createCasting } from './cast/casting.ts'
import { SETTLE_MS, createCleanUp } from './clean-up.ts'
import { createDetailFeed } from './detail-feed.ts'
import { createClient } from './engine/create-client.ts'
import { createDiskBudget, readFreeBytes } from './engine/disk-budget.ts'
import { createSavedState } from './engine/saved-state.ts'
import { createTorrentList } from './engine/torrent-list.ts'
import type { TorrentSession } from './engine/torrent-session.ts'
import { readsUpTo } from './engine/reads-up-to.ts'
import { listInterfaces } from './engine/own-addresses.ts'
import { createDemoSeeder } from './engine/demo-seeder.ts'
import type { DemoSeeder } from './engine/demo-seeder.ts'
import { createHandlers } from './handlers.ts'
import { watchFolder } from './folder-watch.ts'
import type { EmitMediaEvent, HostOptions, MediaHost } from './host-options.ts'
import { bytesOnDisk } from './measure-torrents.ts'
import { openRunFolder } from './run-folder.ts'
import { createHttpServer } from './server/http-server.ts'
import { NO_WISH } from '../../shared/playback/choose-method.ts'
import { specOf } from '../../shared/transcode/conversion-spec.ts'
import { createLiveRoute } from './server/live-route.ts'
import { createHlsRoute } from './server/hls-route.ts'
import { createSubtitleRoute } from './server/subtitle-route.ts'
import { createSpeedKeeper } from './speed-keeper.ts'
import { createStreams } from './streams.ts'
import { filmBytes } from './subtitles/film-bytes.ts'
import { readAll } from './subtitles/read-all.ts'
import { createSubtitles } from './subtitles/subtitles.ts'
import { createPictures } from './pictures/pictures.ts'
import { makePicture } from './pictures/make-picture.ts'
import { createConversions } from './transcode/conversions.ts'
import { createEncoderChoice } from './transcode/choose-encoder.ts'
import { MAX_SEGMENT_BYTES } from './transcode/segment-store.ts'
import { createEntries } from './transcode/entries.ts'
import { createFilmKeyframes } from './transcode/film-keyframes.ts'
import { createFilms } from './transcode/films.ts'
import { createTsWrapper } from './transcode/mpegts-wrapper.ts'
import { createFilmOpener, toFacts } from './transcode/open-film.ts'
import { createFfmpegFinder } from './transcode/find-ffmpeg.ts'
import { createEntryRoute } from './server/entry-route.ts'
import { createHereRoute } from './server/here-route.ts'
import { createPictureRoute } from './server/picture-route.ts'
import { createTorrentCatalog } from './torrent-catalog.ts'
import { createTrace } from './trace.ts'

/** The status line moves twice a second; progress once. */
const STATUS_MS = 500

const log: Log = (area, event, facts) => { process.stderr.write(`${formatLogLine(area, event, facts)}\n`) }

/** Of the limit on the disk, for the cells of one conversion: a film is read and converted at the same pace. */
const CONVERSION_SHARE = 0.25

/**
 * Composes the media host: run folder, client, torrents, streams, server. Fails: folderUnusable, diskFull, portInUse.
 * What was open in a run of the same id is open again afterwards.
 */
export async function startHost(options: HostOptions, emit: EmitMediaEvent): Promise<Result<MediaHost>> {
  const folder = await openRunFolder({ ...options, isKept: (infoHash) => cleanUp.isKept(infoHash), onMove: (move) => { emit('media.filmMoves', move) } })
  if (!folder.ok) return folder
  const run = folder.value
  const trace = createTrace(options.tracePath)
  const namedPeers = await resolvePeers(options.peers)
  const clock = () => performance.now()
  // The way is there before any torrent.
  let noteWay: () => void = () => undefined
  const guarded = createClient({
    discovery: options.discovery,
    network: options.network,
    allowLocal: options.allowLocal,
    namedHosts: namedPeers.map(hostOf),
    onRefusal: (reason) => { log('guard', 'refused', { reason }) },
    onWay: () => { noteWay() },
    onError: (error) => { log('engine', 'clientFailed', { message: error.message }) },
    clock, log,
  })
  const conversionFolder = path.join(run.statePath, 'conversions')
  const budget = await createDiskBudget({ readFree: () => readFreeBytes(run.dataPath), readBeside: () => bytesOnDisk(conversionFolder), wishBytes: options.storageLimitBytes ?? null })
  const cleanUp = createCleanUp({
    clock, log, budget,
    idleMs: options.cleanupIntervalMs,
    settleMs: options.settleMs ?? SETTLE_MS,
    folder: () => run,
    openTorrents: () => list.all().map(({ infoHash }) => infoHash),
    isPlaying: (infoHash) => {
      const session = list.find(infoHash)
      return session !== null && (streams.isOpen(session) || (session.content()?.controller.all().some((window) => window.cursors.openCount() > 0) ?? false))
    },
    isCasting: (infoHash) => casting.isCasting(infoHash),
    closeTorrent: (infoHash) => list.remove(infoHash),
  })

  const list = createTorrentList({
    guarded, clock, namedPeers, log,
    random: Math.random,
    allowLocal: options.allowLocal,
    discovery: options.discovery,
    metadataTimeoutMs: options.metadataTimeoutMs,
    metadataRetries: options.metadataRetries,
    trace: trace.record,
    openFolder: run.torrentFolder, isKept: (infoHash) => options.keep || cleanUp.isKept(infoHash), noteFolder: async (infoHash, folder) => { cleanUp.noteOpened(infoHash, await run.isMarkedKept(folder)) }, budget,
    maxTorrents: options.maxTorrents,
    makeRoom: cleanUp.makeRoom,
    onChange: (snapshot) => {
      conversions.warmUp()
      emit('media.torrentChanged', snapshot)
    },
    onRemoved: (infoHash) => {
      subtitles.drop(infoHash)
      pictures.drop(infoHash)
      conversions.drop(infoHash)
      cleanUp.release(infoHash)
      emit('media.torrentRemoved', { infoHash })
    },
  })
  noteWay = () => { for (const session of list.all()) session.noteWay() }
  const catalog = createTorrentCatalog(list)
  const subtitles = createSubtitles({
    find: list.find, clock, log,
    baseUrl: () => (server.ok ? server.value.baseUrl : ''),
    lookInto: async (infoHash, fileIndex, signal) => {
      const film = await looks.join(infoHash, fileIndex, signal)
      return { chapters: film.media.chapters.map(({ startSec, title }) => ({ startSec, title: title.slice(0, 400) })), framesPerSec: film.media.video?.framesPerSec ?? null, startSec: film.media.startSec, subtitles: film.media.subtitles }
    },
    onTracks: (infoHash, fileIndex, tracks) => { emit('media.subtitlesChanged', { infoHash, fileIndex, tracks }) },
    onChapters: (infoHash, fileIndex, chapters) => { emit('media.chaptersChanged', { infoHash, fileIndex, chapters }) },
  })
  const ffmpeg = createFfmpegFinder({ places: options.ffmpegPlaces ?? [], cwd: run.statePath, log })
  const pictures = createPictures({
    clock, log,
    contentOf: (infoHash) => list.find(infoHash)?.content() ?? null,
    isVideo: (infoHash, fileIndex) => fileOf(infoHash, fileIndex)?.kind === 'video',
    makePicture: async (url, sec, signal) => {
      const tools = await ffmpeg.find(signal)
      return tools.ok ? makePicture({ ffmpeg: tools.value.ffmpeg, url, sec, cwd: run.statePath, signal }) : tools
    },
    stateFolder: async (infoHash) => {
      const folder = await run.torrentFolder(infoHash)
      return folder.ok ? path.join(folder.value, 'state') : null
    },
    baseUrl: () => (server.ok ? server.value.baseUrl : ''),
    onChange: (infoHash, fileIndex, made) => { emit('media.picturesChanged', { infoHash, fileIndex, pictures: made }) },
  })
  const looks = createFilms({ find: list.find, finder: ffmpeg, baseUrl: () => (server.ok ? server.value.baseUrl : ''), cwd: run.statePath })
  const entries = createEntries({
    baseUrl: () => (server.ok ? server.value.baseUrl : ''),
    known: async (infoHash, fileIndex) => {
      const film = looks.known(infoHash, fileIndex) ? await looks.look(infoHash, fileIndex, new AbortController().signal) : null
      return film?.ok ? film.value : null
    },
    lengthOf: (infoHash, fileIndex) => fileOf(infoHash, fileIndex)?.lengthBytes ?? 0,
    readerOf: (infoHash, fileIndex) => (bytes, signal) => readAll(catalog.read({ infoHash, fileIndex, bytes, early: true, signal }), { lengthBytes: sizeOf(bytes) }),
  })
  const conversions = createConversions({
    entries,
    films: looks,
    keyframes: createFilmKeyframes((infoHash, fileIndex) => {
      const content = list.find(infoHash)?.content()
      return content ? filmBytes(content, fileIndex) : null
    }),
    finder: ffmpeg, encoders: createEncoderChoice({ cwd: run.statePath, platform: process.platform, log }),
    folder: conversionFolder, maxBytes: () => Math.min(MAX_SEGMENT_BYTES, budget.usage().limitBytes * CONVERSION_SHARE), cwd: run.statePath, clock, log,
  })
  const fileRoutes = [createSubtitleRoute(subtitles), createHlsRoute(conversions), createLiveRoute(conversions, createTsWrapper({ finder: ffmpeg, cwd: run.statePath })), createPictureRoute(pictures), createHereRoute(pictures.bytes), createEntryRoute(entries, catalog, log)]
  const server = await createHttpServer({ catalog, fileRoutes, port: options.port, portIsFixed: options.portIsFixed, token: options.token, allowedOrigins: options.allowedOrigins, log })
  if (!server.ok) {
    subtitles.close()
    await Promise.all([pictures.close(), conversions.close()])
    budget.close()
    await guarded.close()
    await run.close()
    return server
  }
  const streams = createStreams(() => server.value.baseUrl, Math.round(performance.timeOrigin).toString(36))
  const films = createFilmOpener({
    streams, conversions, baseUrl: () => server.value.baseUrl, log,
    readsUpTo: (infoHash, fileIndex) => {
      const window = list.find(infoHash)?.content()?.controller.find(fileIndex)
      return window ? readsUpTo(window, clock()) : false
    },
    onAdvice: (advice) => { emit('media.streamAdvised', advice) },
    onLookFailed: (failure) => { emit('media.lookFailed', failure) },
  })
  let demo: Promise<DemoSeeder> | null = null

  const remember = async (session: TorrentSession) => {
    const torrentFolder = await run.torrentFolder(session.infoHash)
    if (torrentFolder.ok && session.snapshot().phase === 'metadata') await createSavedState(path.join(torrentFolder.value, 'state')).writeMagnet(session.snapshot().magnet)
  }
  const openDemo = async () => {
    if (!options.demoPath) throw new CodedError({ code: 'ffmpegMissing', message: 'the demo clip was not built, because ffmpeg is missing; install ffmpeg and start again', details: {} })
    demo ??= createDemoSeeder(options.demoPath)
    demo.catch(() => { demo = null })
    return demo
  }
  const fileOf = (infoHash: InfoHash, fileIndex: number) => list.find(infoHash)?.snapshot().files.find(({ index }) => index === fileIndex) ?? null
  const casting = createCasting({
    catalog, fileRoutes, emit, clock, log, folder: run.statePath,
    allowLoopback: options.allowLocal,
    programs: (chosen) => programPlaces({ env: process.env, platform: process.platform, chosen }),
    file: fileOf,
    files: (infoHash) => list.find(infoHash)?.snapshot().files ?? [],
    durationSec: (infoHash, fileIndex) => list.find(infoHash)?.content()?.controller.find(fileIndex)?.timeMap()?.points.at(-1)?.timeSec ?? null,
    tracks: (infoHash, fileIndex) => subtitles.list(infoHash, fileIndex).tracks,
    openStream: (infoHash, fileIndex, signal) => {
      const session = list.find(infoHash)
      if (!session) throw new CodedError({ code: 'torrentUnknown', message: 'this torrent is not open any more; open it again', details: {} })
      return streams.open(session, fileIndex, signal)
    },
    closeStream: streams.close,
    reportPlayhead: streams.reportPlayhead,
    openConversion: conversions.open,
    decide: async (device, { infoHash, fileIndex, method, audioIndex }, signal) => {
      const plan = await conversions.plan(infoHash, fileIndex, deviceProfileOf(device), { ...NO_WISH, method, audioIndex, floor: method ?? 'direct' }, signal)
      if (plan.ok) return ok({ form: { method: plan.value.choice.method, reasons: [...plan.value.choice.reasons] }, spec: specOf(plan.value.choice), audioIndex: plan.value.choice.audio?.audioIndex ?? null, sounds: toFacts(plan.value).sounds, durationSec: plan.value.film.media.durationSec })
      // Without ffmpeg, or before enough is here to be looked into: what the container alone promises.
      const form = formByContainer(device, fileOf(infoHash, fileIndex)?.mediaType ?? '')
      return form.method === 'direct' && (method === null || method === 'direct') ? ok({ form, spec: null, audioIndex: null, sounds: [], durationSec: null }) : plan
    },
  })
  const locate = async ({ infoHash }: TorrentSession, file: TorrentFile) => {
    const torrentFolder = await run.torrentFolder(infoHash)
    if (!torrentFolder.ok) throw new CodedError(torrentFolder.error)
    return { url: `${server.value.baseUrl}${streamPath(infoHash, file.index, file.name, false)}`, path: path.join(torrentFolder.value, 'content', file.path) }
  }
  const details = createDetailFeed({ streams, clock, tell: (detail) => { emit('media.streamDetail', detail) } })
  const speed = createSpeedKeeper(guarded.setLimits)
  const handlers = createHandlers({ ffmpeg, list, streams, details, films, subtitles, pictures, casting, cleanUp, openDemo, remember, locate, setKeptFolder: run.setKeptDir, stopMove: run.stopMove, speed, setPaused: guarded.setPaused, setNetwork: guarded.setNetwork, reach: guarded.reach, way: guarded.way, listInterfaces, askRouter: guarded.askRouter, budget, log })

  for (const infoHash of await run.listTorrents()) if (!options.suspects?.includes(infoHash)) await restore(infoHash)
  async function restore(infoHash: InfoHash) {
    const torrentFolder = await run.torrentFolder(infoHash)
    if (!torrentFolder.ok) return
    const state = createSavedState(path.join(torrentFolder.value, 'state'))
    const metainfo = await state.readMetainfo()
    const magnet = metainfo ? null : await state.readMagnet()
    const signal = AbortSignal.timeout(STATUS_MS)
    const opened = metainfo ? await list.open({ kind: 'bytes', name: '', bytes: metainfo }, signal) : magnet ? await list.open({ kind: 'text', text: magnet }, signal) : null
    log('engine', 'restored', { found: opened?.ok === true })
  }

  const lacksFolder = (session: TorrentSession) => isForWantOfFolder(session.snapshot().problem) && session.snapshot().phase === 'failed'
  const folderWatch = watchFolder({
    look: run.lookAtDownloads, first: options.waitsForFolder === true ? await run.lookAtDownloads() : null,
    isMissed: () => list.all().some(lacksFolder),
    onBack: () => { for (const session of list.all().filter(lacksFolder)) session.retry() },
  })

  const everySecond = createAlternator()
  const status = setInterval(() => {
    const nowMs = clock()
    const statuses = streams.statuses(nowMs)
    for (const each of statuses) emit('media.streamStatus', each)
    speed.tick({ nowMs, films: statuses, downBytesPerSec: list.all().reduce((sum, session) => sum + session.progress().downloadBytesPerSec, 0) })
    for (const each of films.statuses()) emit('media.conversionChanged', each)
    catalog.tick((session) => statuses.find((each) => each.infoHash === session.infoHash)?.cushionSec ?? null)
    if (everySecond()) {
      for (const session of list.all()) emit('media.torrentProgress', session.progress())
      emit('media.speed', speed.status())
    }
    cleanUp.noteUse()
  }, STATUS_MS)

  const close = async () => {
    clearInterval(status)
    folderWatch.close()
    details.close()
    cleanUp.close()
    await casting.close()
    subtitles.close()
    await Promise.all([pictures.close(), conversions.close()])
    await server.value.close()
    await list.close()
    budget.close()
    await Promise.all([guarded.close(), demo?.then((seeder) => seeder.close(), () => undefined), trace.close()])
    await run.close()
  }
  let closing: Promise<void> | null = null
  log('host', 'started', { port: server.value.port })
  return ok({
    baseUrl: server.value.baseUrl,
    port: server.value.port,
    handlers,
    reportPlayhead: streams.reportPlayhead,
    reportHover: streams.reportHover,
    reportUpNext: streams.reportUpNext,
    troubles: folderWatch,
    close: () => (closing ??= close()),
  })
}

/** A folder of somebody else's in the place of ours goes away by nobody's plugging in a disk. */
function isForWantOfFolder(problem: AppError | null): boolean {
  return problem?.code === 'folderUnusable' && problem.details['reason'] !== 'foreign'
}

/** True every second time. */
function createAlternator(): () => boolean {
  let odd = false
  return () => (odd = !odd)
}

/** Named peers as `address:port`; a name that has no address is left out and logged. */
async function resolvePeers(peers: HostOptions['peers']): Promise<string[]> {
  const resolved = await Promise.all(peers.map(async ({ host, port }) => {
    if (isIP(host) === 4) return `${host}:${String(port)}`
    if (isIP(host) === 6) return `[${host}]:${String(port)}`
    try {
      const { address, family } = await lookup(host)
      return family === 6 ? `[${address}]:${String(port)}` : `${address}:${String(port)}`
    } catch {
      log('host', 'peerUnknown', { host })
      return null
    }
  }))
  return resolved.filter((address) => address !== null)
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}

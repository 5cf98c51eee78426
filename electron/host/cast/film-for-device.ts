import { firstPackaging } from '../../../shared/cast/cast-forms.ts'
import type { CastMedia, CastSubtitle } from '../../../shared/cast/cast-media.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { FilmWish } from '../../../shared/cast/film-wish.ts'
import { sinkTypeFor } from '../../../shared/cast/sink-protocols.ts'
import { CONVERTED_FEATURES, DLNA_CONTENT_FEATURES } from '../../../shared/http/dlna-headers.ts'
import { CodedError, toAppError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { PlayheadReport } from '../../../shared/ipc/contract.ts'
import type { Log } from '../../../shared/log.ts'
import { filmTitle } from '../../../shared/playback/film-title.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { formatSpec } from '../../../shared/transcode/conversion-spec.ts'
import { cellAt, cellStart } from '../../../shared/transcode/grid.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import type { TorrentCatalog } from '../catalog.ts'
import type { FileRoute } from '../server/file-route.ts'
import { createCastListener } from '../server/lan-listener.ts'
import type { CastListener } from '../server/lan-listener.ts'
import type { CastWorld, DevicePlan, PreparedFilm } from './cast-world.ts'
import { localAddressTo } from './local-address.ts'
import { waitFor } from './wait-for.ts'

export interface FilmWorld {
  readonly catalog: TorrentCatalog
  readonly fileRoutes: readonly FileRoute[]
  /** A stream whose window will follow the device; closed with `closeStream`. Throws CodedError. */
  readonly openStream: (infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal) => Promise<{ readonly streamId: string }>
  readonly closeStream: (streamId: string) => void
  readonly reportPlayhead: (report: PlayheadReport) => void
  readonly file: (infoHash: InfoHash, fileIndex: FileIndex) => TorrentFile | null
  /** Length of the film as its index says; null until it is known. */
  readonly durationSec: (infoHash: InfoHash, fileIndex: FileIndex) => number | null
  readonly tracks: (infoHash: InfoHash, fileIndex: FileIndex) => readonly SubtitleTrack[]
  readonly decide: CastWorld['planFor']
  readonly openConversion: (infoHash: InfoHash, fileIndex: FileIndex, spec: ConversionSpec, signal: AbortSignal) => Promise<Result<{ readonly grid: Grid }>>
  readonly log: Log
}

/** Text tracks a device is offered: more do not fit into one message of the Cast protocol. */
const MAX_SUBTITLES = 24
/**
 * Televisions give up within seconds on a jump whose index does not come: for a film that begins in its middle, and for one
 * that nobody looked into, whose length it tells, it is waited for here. What has none (or a slow swarm) is played all the same.
 */
const INDEX_MS = 20_000

/**
 * Makes a film ready for a device: a stream, a listener for that device alone, addresses and names as the device wants
 * them; what was opened for one that fails is closed again. Fails: deviceUnreachable (no way to it), fileUnknown,
 * deviceRefused (no form it takes), what opening failed with.
 */
export async function prepareFilm(world: FilmWorld, device: CastDevice, wish: FilmWish, signal: AbortSignal): Promise<Result<PreparedFilm>> {
  const file = world.file(wish.infoHash, wish.fileIndex)
  if (!file) return fail('fileUnknown', 'the torrent has no such file', { fileIndex: wish.fileIndex })
  try {
    return await openFilm(world, { device, file, wish }, signal)
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown
    return { ok: false, error: toAppError(thrown) } // its torrent failed, or was closed meanwhile
  }
}

async function openFilm(world: FilmWorld, { device, file, wish }: Omit<StreamWish, 'streamId'>, signal: AbortSignal): Promise<Result<PreparedFilm>> {
  const { streamId } = await world.openStream(wish.infoHash, wish.fileIndex, signal)
  // The bytes the device will begin with come while everything else is made ready.
  world.reportPlayhead({ streamId, currentTimeSec: wish.atSec, durationSec: null, rate: 1, paused: wish.paused, seeking: false, waiting: true, source: 'cast' })
  let isReady = false
  try {
    const prepared = await prepareStream(world, { device, file, wish, streamId }, signal)
    isReady = prepared.ok
    return prepared
  } finally {
    if (!isReady) world.closeStream(streamId)
  }
}

interface StreamWish {
  readonly device: CastDevice
  readonly file: TorrentFile
  readonly wish: FilmWish
  readonly streamId: string
}

async function prepareStream(world: FilmWorld, stream: StreamWish, signal: AbortSignal): Promise<Result<PreparedFilm>> {
  const deciding = world.decide(stream.device, stream.wish, signal)
  deciding.catch(() => undefined) // whoever awaits it below hears of it
  const door = await openDoor(world, stream.device)
  if (!door.ok) return door
  let isReady = false
  try {
    const plan = await deciding
    const prepared = plan.ok ? await behindDoor(world, { ...stream, plan: plan.value, door: door.value }, signal) : plan
    isReady = prepared.ok
    return prepared
  } finally {
    if (!isReady) await door.value.listener.close()
  }
}

/** The listener of one cast, at the address of this computer that the device reaches. */
interface Door {
  readonly listener: CastListener
  readonly localAddress: string
  readonly requests: () => number
}

async function openDoor({ catalog, fileRoutes, log }: FilmWorld, device: CastDevice): Promise<Result<Door>> {
  const reach = device.kind === 'program' ? { device: LOOPBACK, local: LOOPBACK } : { device: device.host, local: await localAddressTo(device.host) }
  if (reach.local === null) return fail('deviceUnreachable', `no network of this computer leads to ${device.name}`, { name: device.name })
  let requests = 0
  const listener = await createCastListener({ catalog, fileRoutes, localAddress: reach.local, deviceAddress: reach.device, log, onRequest: () => { requests += 1 } })
  return listener.ok ? ok({ listener: listener.value, localAddress: reach.local, requests: () => requests }) : listener
}

interface DoorFilm extends StreamWish {
  readonly plan: DevicePlan
  readonly door: Door
}

/** The film in the form that was decided on, behind a door that is open. */
async function behindDoor(world: FilmWorld, { device, file, wish, plan, door: { listener, localAddress, requests }, streamId }: DoorFilm, signal: AbortSignal): Promise<Result<PreparedFilm>> {
  const durationSec = await lengthOf(world, wish, plan, signal)
  const packaging = wish.packaging ?? firstPackaging(device)
  const sent = plan.spec === null ? asItIs(device, file, wish, listener) : await converted(world, device, plan.spec, { ...wish, packaging }, listener, signal)
  if (!sent.ok) return sent
  const { subtitles, ids, chosen } = subtitlesOf(world.tracks(wish.infoHash, wish.fileIndex), wish, listener, sent.value.beginsAtSec)
  const media: CastMedia = { ...sent.value, title: filmTitle(file.name), durationSec, subtitles, audioTrack: plan.spec === null ? wish.audioIndex : null }
  const caption = chosen ?? null
  listener.allow([{
    infoHash: wish.infoHash, fileIndex: wish.fileIndex,
    headers: { ...(media.mediaType === file.mediaType || (plan.spec !== null && device.kind !== 'renderer') ? {} : { 'Content-Type': media.mediaType }), ...(caption ? { 'CaptionInfo.sec': caption.srtUrl } : {}) },
  }])
  return ok({
    load: { media: device.kind === 'renderer' ? { ...media, subtitles: caption ? [caption] : [] } : media, startSec: wish.atSec, paused: wish.paused, subtitleId: caption?.id ?? null },
    form: plan.form, packaging, audioIndex: plan.audioIndex, sounds: plan.sounds, streamId, subtitleIds: ids, localAddress, requests,
    close: async () => {
      world.closeStream(streamId)
      await listener.close()
    },
  })
}

async function lengthOf(world: FilmWorld, { infoHash, fileIndex, atSec }: FilmWish, { spec, durationSec }: DevicePlan, signal: AbortSignal): Promise<number | null> {
  const jumpsByIndex = spec === null && atSec >= 1
  if (durationSec !== null && !jumpsByIndex) return durationSec
  return await waitFor(() => world.durationSec(infoHash, fileIndex), INDEX_MS, signal) ?? durationSec
}

/** Players on this computer reach it here. */
export const LOOPBACK = '127.0.0.1'

type Sent = Pick<CastMedia, 'url' | 'mediaType' | 'lengthBytes' | 'contentFeatures' | 'beginsAtSec' | 'deviceCanSeek'>

function asItIs(device: CastDevice, file: TorrentFile, { infoHash, fileIndex }: FilmWish, listener: CastListener): Result<Sent> {
  return ok({
    url: listener.fileUrl(infoHash, fileIndex, file.name), mediaType: nameFor(device, file.mediaType), lengthBytes: file.lengthBytes,
    contentFeatures: DLNA_CONTENT_FEATURES, beginsAtSec: 0, deviceCanSeek: true,
  })
}

/** A playlist for those that know one; for a renderer one stream that begins where the film shall begin. */
async function converted(world: FilmWorld, device: CastDevice, spec: ConversionSpec, { infoHash, fileIndex, atSec, packaging }: FilmWish, listener: CastListener, signal: AbortSignal): Promise<Result<Sent>> {
  const conversion = await world.openConversion(infoHash, fileIndex, spec, signal)
  if (!conversion.ok) return conversion
  const base = `${listener.baseUrl}/torrents/${infoHash}`
  const own = `${String(fileIndex)}/${formatSpec(spec)}`
  if (device.kind !== 'renderer') {
    return ok({ url: `${base}/hls/${own}/index.m3u8`, mediaType: 'application/vnd.apple.mpegurl', lengthBytes: null, contentFeatures: CONVERTED_FEATURES, beginsAtSec: 0, deviceCanSeek: true })
  }
  const cell = cellAt(conversion.value.grid, atSec)
  return ok({
    url: `${base}/live/${own}/${String(cell)}.${packaging ?? 'mp4'}`, mediaType: nameFor(device, packaging === 'ts' ? 'video/mp2t' : 'video/mp4'), lengthBytes: null,
    contentFeatures: CONVERTED_FEATURES, beginsAtSec: cellStart(conversion.value.grid, cell), deviceCanSeek: false,
  })
}

/** The name this device knows the media type by; its own name where it knows none. */
function nameFor(device: CastDevice, mediaType: string): string {
  return device.kind === 'renderer' ? sinkTypeFor(mediaType, new Set(device.sink)) ?? mediaType : mediaType
}

/** Times of the words are those of the stream, at their speed: of one that begins in the middle, `beginsAtSec` is taken away; what the person wants later comes later. */
function subtitlesOf(tracks: readonly SubtitleTrack[], wish: FilmWish, listener: CastListener, beginsAtSec: number) {
  const laterMs = Math.round(beginsAtSec * 1000 - wish.subtitleDelayMs)
  const retimed = [...(laterMs === 0 ? [] : [`later=${String(laterMs)}`]), ...(wish.subtitleSpeed === 1 ? [] : [`speed=${wish.subtitleSpeed.toFixed(6)}`])]
  const timing = retimed.length === 0 ? '' : `?${retimed.join('&')}`
  const texts = tracks.filter(({ kind, state }) => kind === 'text' && state !== 'failed')
  // The one that is wanted must not fall off the end of a long list.
  const wanted = texts.filter(({ id }) => id === wish.subtitleTrackId)
  const offered = [...wanted, ...texts.filter(({ id }) => id !== wish.subtitleTrackId)].slice(0, MAX_SUBTITLES)
  const base = `${listener.baseUrl}/torrents/${wish.infoHash}/subtitles/${String(wish.fileIndex)}`
  const subtitles = offered.map((track, index): CastSubtitle => ({
    id: index + 1, vttUrl: `${base}/${track.id}.vtt${timing}`, srtUrl: `${base}/${track.id}.srt${timing}`, name: track.title || (track.language ?? 'Subtitles'), language: track.language ?? '',
  }))
  const ids = new Map(offered.map((track, index) => [track.id, index + 1]))
  return { subtitles, ids, chosen: wanted.length > 0 ? subtitles[0] : undefined }
}

import path from 'node:path'
import { sizeOf } from '../../shared/interval.ts'
import type { InfoHash } from '../../shared/ids.ts'
import type { Log } from '../../shared/log.ts'
import type { DiskBudget } from './engine/disk-budget.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { FilmLookup } from './film-lookup.ts'
import type { EmitMediaEvent } from './host-options.ts'
import { makePicture } from './pictures/make-picture.ts'
import { createPictures } from './pictures/pictures.ts'
import type { Pictures } from './pictures/pictures.ts'
import type { RunFolder } from './run-folder.ts'
import { createEntryRoute } from './server/entry-route.ts'
import type { FileRoute } from './server/file-route.ts'
import { createHereRoute } from './server/here-route.ts'
import { createHlsRoute } from './server/hls-route.ts'
import { createLiveRoute } from './server/live-route.ts'
import { createPictureRoute } from './server/picture-route.ts'
import { createSubtitleRoute } from './server/subtitle-route.ts'
import { filmBytes } from './subtitles/film-bytes.ts'
import { readAll } from './subtitles/read-all.ts'
import { createSubtitles } from './subtitles/subtitles.ts'
import type { Subtitles } from './subtitles/subtitles.ts'
import type { OwnedCatalog } from './torrent-catalog.ts'
import { createEncoderChoice } from './transcode/choose-encoder.ts'
import { createConversions } from './transcode/conversions.ts'
import type { Conversions } from './transcode/conversions.ts'
import { createEntries } from './transcode/entries.ts'
import type { Entries, FilmParts } from './transcode/entries.ts'
import { createFilmKeyframes } from './transcode/film-keyframes.ts'
import type { Films } from './transcode/films.ts'
import type { Film } from './transcode/look-into-film.ts'
import { createFilms } from './transcode/films.ts'
import { createFfmpegFinder } from './transcode/find-ffmpeg.ts'
import type { FfmpegFinder } from './transcode/find-ffmpeg.ts'
import { createTsWrapper } from './transcode/mpegts-wrapper.ts'
import { MAX_SEGMENT_BYTES } from './transcode/segment-store.ts'

/** What is made of films: their words, the pictures of the seek bar, and conversions; with the routes all of it is asked by. */
export interface DerivedMedia {
  readonly ffmpeg: FfmpegFinder
  readonly subtitles: Subtitles
  readonly pictures: Pictures
  readonly conversions: Conversions
  readonly fileRoutes: readonly FileRoute[]
  /** Forgets what was made of a torrent that goes away. */
  drop(infoHash: InfoHash): void
  close(): Promise<void>
}

export interface DerivedWorld {
  readonly list: Pick<TorrentList, 'find'>
  readonly lookup: FilmLookup
  readonly catalog: OwnedCatalog
  readonly run: Pick<RunFolder, 'statePath' | 'torrentFolder'>
  readonly conversionFolder: string
  readonly budget: Pick<DiskBudget, 'usage'>
  readonly ffmpegPlaces: readonly string[]
  /** Of the server that has the routes; empty before it listens. */
  readonly baseUrl: () => string
  readonly emit: EmitMediaEvent
  readonly clock: () => number
  readonly log: Log
}

/** Of the limit on the disk, for the cells of one conversion: a film is read and converted at the same pace. */
const CONVERSION_SHARE = 0.25

export function createDerivedMedia(world: DerivedWorld): DerivedMedia {
  const { list, catalog, run, baseUrl, log } = world
  const cwd = run.statePath
  const ffmpeg = createFfmpegFinder({ places: world.ffmpegPlaces, cwd, log })
  const films = createFilms({ find: list.find, finder: ffmpeg, baseUrl, cwd })
  const entries = entriesOf(world, films)
  const subtitles = subtitlesOf(world, films)
  const pictures = picturesOf(world, ffmpeg)
  const conversions = conversionsOf(world, { films, ffmpeg, entries })
  return {
    ffmpeg, subtitles, pictures, conversions,
    fileRoutes: [
      createSubtitleRoute(subtitles), createHlsRoute(conversions), createLiveRoute(conversions, createTsWrapper({ finder: ffmpeg, cwd })),
      createPictureRoute(pictures), createHereRoute(pictures.bytes), createEntryRoute(entries, catalog, log),
    ],
    drop: (infoHash) => {
      subtitles.drop(infoHash)
      pictures.drop(infoHash)
      conversions.drop(infoHash)
    },
    close: async () => {
      subtitles.close()
      await Promise.all([pictures.close(), conversions.close()])
    },
  }
}

function subtitlesOf({ list, baseUrl, emit, clock, log }: DerivedWorld, films: Films): Subtitles {
  return createSubtitles({
    find: list.find, baseUrl, clock, log,
    lookInto: async (infoHash, fileIndex, signal) => factsForWords(await films.join(infoHash, fileIndex, signal)),
    onTracks: (infoHash, fileIndex, tracks) => { emit('media.subtitlesChanged', { infoHash, fileIndex, tracks }) },
    onChapters: (infoHash, fileIndex, chapters) => { emit('media.chaptersChanged', { infoHash, fileIndex, chapters }) },
  })
}

function factsForWords({ media: { chapters, video, startSec, subtitles } }: Film) {
  return { chapters: chapters.map((chapter) => ({ startSec: chapter.startSec, title: chapter.title.slice(0, 400) })), framesPerSec: video?.framesPerSec ?? null, startSec, subtitles }
}

function picturesOf({ lookup, run, baseUrl, emit, clock, log }: DerivedWorld, ffmpeg: FfmpegFinder): Pictures {
  return createPictures({
    baseUrl, clock, log,
    contentOf: lookup.content,
    isVideo: (infoHash, fileIndex) => lookup.file(infoHash, fileIndex)?.kind === 'video',
    makePicture: async (url, sec, signal) => {
      const tools = await ffmpeg.find(signal)
      return tools.ok ? makePicture({ ffmpeg: tools.value.ffmpeg, url, sec, cwd: run.statePath, signal }) : tools
    },
    stateFolder: async (infoHash) => {
      const folder = await run.torrentFolder(infoHash)
      return folder.ok ? path.join(folder.value, 'state') : null
    },
    onChange: (infoHash, fileIndex, pictures) => { emit('media.picturesChanged', { infoHash, fileIndex, pictures }) },
  })
}

function entriesOf({ lookup, catalog, baseUrl }: DerivedWorld, films: Films): Entries & FilmParts {
  return createEntries({
    baseUrl,
    known: async (infoHash, fileIndex) => {
      const film = films.known(infoHash, fileIndex) ? await films.look(infoHash, fileIndex, new AbortController().signal) : null
      return film?.ok ? film.value : null
    },
    lengthOf: (infoHash, fileIndex) => lookup.file(infoHash, fileIndex)?.lengthBytes ?? 0,
    readerOf: (infoHash, fileIndex) => (bytes, signal) => readAll(catalog.read({ infoHash, fileIndex, bytes, early: true, signal }), { lengthBytes: sizeOf(bytes) }),
  })
}

interface ConvertedFrom {
  readonly films: Films
  readonly ffmpeg: FfmpegFinder
  readonly entries: Entries
}

function conversionsOf({ lookup, run, conversionFolder, budget, clock, log }: DerivedWorld, { films, ffmpeg, entries }: ConvertedFrom): Conversions {
  return createConversions({
    films, entries, clock, log,
    finder: ffmpeg,
    keyframes: createFilmKeyframes((infoHash, fileIndex) => {
      const content = lookup.content(infoHash)
      return content && filmBytes(content, fileIndex)
    }),
    encoders: createEncoderChoice({ cwd: run.statePath, platform: process.platform, log }),
    folder: conversionFolder,
    maxBytes: () => Math.min(MAX_SEGMENT_BYTES, budget.usage().limitBytes * CONVERSION_SHARE),
    cwd: run.statePath,
  })
}

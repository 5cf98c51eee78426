import os from 'node:os'
import path from 'node:path'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import type { AudioTrack, VideoTrack } from '../../../shared/playback/media-info.ts'
import { MAX_LANES } from '../../../shared/transcode/choose-lane.ts'
import { codecNames } from '../../../shared/transcode/codec-names.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { firstRung } from '../../../shared/transcode/conversion-spec.ts'
import type { Encoder } from '../../../shared/transcode/encoders.ts'
import { conversionArgs } from '../../../shared/transcode/ffmpeg-args.ts'
import { cellStart } from '../../../shared/transcode/grid.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import type { Rung } from '../../../shared/transcode/ladder.ts'
import { USUAL_PICTURE, usualSound } from '../../../shared/transcode/usual-streams.ts'
import type { EncoderChoice } from './choose-encoder.ts'
import type { Conversion } from './conversion.ts'
import { createConversionLanes } from './conversion-lanes.ts'
import type { Entries } from './entries.ts'
import type { Films } from './films.ts'
import type { FfmpegFinder, FfmpegTools } from './find-ffmpeg.ts'
import type { Film } from './look-into-film.ts'
import { NO_ENCODER } from './plan-conversion.ts'
import type { ConversionPlanner } from './plan-conversion.ts'
import { createRunAhead } from './run-ahead.ts'
import type { RunAhead } from './run-ahead.ts'
import { createSharedConversion } from './shared-conversion.ts'

/** A conversion that somebody asks for; `fromStart`: its first cell will be asked for at once. */
export interface WantedConversion {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly spec: ConversionSpec
  readonly fromStart: boolean
}

export interface PreparerWorld {
  readonly films: Films
  readonly entries: Entries
  readonly finder: FfmpegFinder
  readonly encoders: EncoderChoice
  readonly planner: Pick<ConversionPlanner, 'gridFor'>
  /** Private folder of this run. */
  readonly folder: string
  /** What the cells of one film in one form may take on the disk. */
  readonly maxBytes: () => number
  /** A folder that is there, for programs to run in. */
  readonly cwd: string
  readonly clock: () => number
  readonly log: Log
}

/** A copied picture that has to be encoded after all where nothing encodes: ffmpeg says so itself. */
const USUAL_ENCODER: Encoder = { name: 'libx264', hardware: false }

/** Makes conversions ready to be asked for their cells. The signal ends what is begun ahead. Fails: as Films.look, ffmpegFailed, ffmpegUnusable. */
export function createConversionPreparer({ films, entries, finder, encoders, planner, folder, maxBytes, cwd, clock, log }: PreparerWorld): (wanted: WantedConversion, signal: AbortSignal) => Promise<Result<Conversion>> {
  const lanes = createConversionLanes()
  let made = 0

  /** What a player from the start will want is begun as soon as it can be guessed, and again if the look into the film tells otherwise. */
  const beginAhead = (ahead: RunAhead, ffmpeg: string, streams: Streams, rung: Pick<Rung, 'method'>) => {
    ahead.begin(ffmpeg, conversionArgs({ ...streams, audioIsCopied: rung.method === 'remux', entered: null, fromSec: 0, encode: null }))
  }

  const lookInto = async ({ infoHash, fileIndex, spec }: WantedConversion, signal: AbortSignal): Promise<Result<{ readonly film: Film; readonly tools: FfmpegTools }>> => {
    const look = spec.method === 'transcode' ? films.look : films.lookForCells
    const [film, tools] = await Promise.all([look(infoHash, fileIndex, signal), finder.find(signal)])
    if (!tools.ok) return tools
    return film.ok ? ok({ film: film.value, tools: tools.value }) : film
  }

  /** A trial takes time; a picture that is copied needs none, and in trouble the sure way is the better one. */
  const chooseEncoders = async (tools: FfmpegTools, { method }: ConversionSpec): Promise<Encoders> => {
    const software = await encoders.choose(tools, true)
    return { software, first: method === 'transcode' ? await encoders.choose(tools, false) : software }
  }

  const argsOn = ({ film, tools, grid, streams, chosen }: Prepared) => (now: Rung, cell: number) => {
    const fromSec = cellStart(grid, cell)
    const enters = streams.video !== null && now.method === 'transcode' && cell > 0 && entries.serves(film)
    return conversionArgs({
      ...streams, audioIsCopied: now.method === 'remux', fromSec,
      ...(enters ? { url: entries.urlOf(film, fromSec), entered: { startSec: film.media.startSec } } : { entered: null }),
      encode: now.method !== 'transcode' ? null : {
        encoder: (now.software ? chosen.software : chosen.first) ?? chosen.first ?? USUAL_ENCODER, quality: now.quality, height: now.height, threads: threadsFor(os.availableParallelism()),
        cells: grid.kind === 'even' ? { everySec: cellStart(grid, 1) } : { atSec: grid.boundaries.slice(cell) },
        canToneMap: canToneMap(tools),
      },
    })
  }

  const share = (prepared: Prepared, spec: ConversionSpec, ahead: RunAhead): Conversion => {
    const { film, tools, grid, streams: { video, audio }, chosen } = prepared
    const codecs = codecNames(spec, video, audio)
    return createSharedConversion({
      grid, codecs, clock,
      rung: firstRung(spec, false),
      begin: (start) => lanes.add({
        ...start, grid, codecs, cwd, clock, log,
        folder: path.join(folder, String(made += 1)),
        maxBytes: () => maxBytes() / MAX_LANES,
        ffmpeg: tools.ffmpeg,
        argsFor: argsOn(prepared),
        readsWait: film.readsWait,
        takeBegun: ahead.take,
        onFailed: (failed) => { if (failed.method === 'transcode' && chosen.first?.hardware === true && !failed.software) encoders.distrust() },
      }),
    })
  }

  const prepare = async (wanted: WantedConversion, ahead: RunAhead, signal: AbortSignal): Promise<Result<Conversion>> => {
    const { infoHash, fileIndex, spec, fromStart } = wanted
    const url = films.urlOf(infoHash, fileIndex)
    const startsCopy = fromStart && spec.method !== 'transcode'
    const located = startsCopy && !films.known(infoHash, fileIndex) ? await finder.locate() : null
    if (located) beginAhead(ahead, located.ffmpeg, { url, video: USUAL_PICTURE, audio: spec.audioIndex === null ? null : usualSound(spec.audioIndex), containers: [] }, spec)
    const looked = await lookInto(wanted, signal)
    if (!looked.ok) return looked
    const { film, tools } = looked.value
    const streams = streamsOf(film, spec, url)
    if (startsCopy) beginAhead(ahead, tools.ffmpeg, streams, firstRung(spec, false))
    const grid = await planner.gridFor(film, spec)
    if (!grid.ok) return grid
    const chosen = await chooseEncoders(tools, spec)
    if (!chosen.first && spec.method === 'transcode') return NO_ENCODER
    return ok(share({ film, tools, grid: grid.value, streams, chosen }, spec, ahead))
  }

  return async (wanted, signal) => {
    const ahead = createRunAhead({ cwd, signal })
    const prepared = await prepare(wanted, ahead, signal)
    if (!prepared.ok) {
      ahead.close()
      return prepared
    }
    return ok({ ...prepared.value, close: () => {
      ahead.close()
      return prepared.value.close()
    } })
  }
}

/** What ffmpeg is to read of a film. */
interface Streams {
  readonly url: string
  readonly video: VideoTrack | null
  readonly audio: AudioTrack | null
  readonly containers: readonly string[]
}

interface Encoders {
  readonly software: Encoder | null
  /** The one that is tried first. */
  readonly first: Encoder | null
}

interface Prepared {
  readonly film: Film
  readonly tools: FfmpegTools
  readonly grid: Grid
  readonly streams: Streams
  readonly chosen: Encoders
}

function streamsOf({ media: { video, containers, audio: sounds } }: Film, spec: ConversionSpec, url: string): Streams {
  return { url, video, containers, audio: sounds.find(({ audioIndex }) => audioIndex === spec.audioIndex) ?? null }
}

/** One core stays free for the window and the engine where there are enough of them. */
function threadsFor(cores: number): number {
  return cores >= 4 ? cores - 1 : cores
}

function canToneMap({ facts }: FfmpegTools): boolean {
  return facts.filters.has('zscale') && facts.filters.has('tonemap')
}

import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { chooseMethod, NO_WISH } from '../../../shared/playback/choose-method.ts'
import type { MethodChoice, MethodWish } from '../../../shared/playback/choose-method.ts'
import { PLAIN_HLS } from '../../../shared/playback/device-profile.ts'
import type { DeviceProfile } from '../../../shared/playback/device-profile.ts'
import { later } from '../../../shared/playback/method.ts'
import type { ConversionSpec } from '../../../shared/transcode/conversion-spec.ts'
import { specOf } from '../../../shared/transcode/conversion-spec.ts'
import { evenGrid, keyframeGrid } from '../../../shared/transcode/grid.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import type { EncoderChoice } from './choose-encoder.ts'
import type { FilmKeyframes } from './film-keyframes.ts'
import type { Films } from './films.ts'
import type { FfmpegFinder, FfmpegTools } from './find-ffmpeg.ts'
import type { Film } from './look-into-film.ts'

/** How a film is to be played somewhere, and what was found in it. */
export interface FilmPlan {
  readonly film: Film
  readonly choice: MethodChoice
}

/** Decides how films are played, with what is known of them and of the ffmpeg that is here. */
export interface ConversionPlanner {
  /** Looks into the film and decides. Fails: as Films.look, ffmpegFailed, ffmpegUnusable. */
  plan(infoHash: InfoHash, fileIndex: FileIndex, profile: DeviceProfile, wish: MethodWish, signal: AbortSignal): Promise<Result<FilmPlan>>
  /** The conversion that any player of HLS can play. */
  plainSpec(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<ConversionSpec>>
  /** A picture that is copied has its cells at its own key frames; one that is encoded, or none at all, at even places. Fails: ffmpegFailed. */
  gridFor(film: Film, spec: ConversionSpec): Promise<Result<Grid>>
}

export interface PlannerWorld {
  readonly films: Films
  readonly keyframes: FilmKeyframes
  readonly finder: FfmpegFinder
  readonly encoders: EncoderChoice
}

export const NO_ENCODER = fail('ffmpegUnusable', 'this ffmpeg can make no H.264 pictures; install a full build', { why: 'incomplete', system: process.platform })
const NO_LENGTH = fail('ffmpegFailed', 'the length of this film cannot be found out, so it cannot be converted', { end: 'endless' })

export function createConversionPlanner({ films, keyframes, finder, encoders }: PlannerWorld): ConversionPlanner {
  const cellsOfCopy = async (film: Film): Promise<Grid | null> => {
    const { durationSec, video } = film.media
    if (durationSec === null) return null
    return video ? keyframeGrid(await keyframes.of(film), durationSec) : evenGrid(durationSec)
  }

  /** Software that is built in needs no trial. */
  const canEncode = async (tools: FfmpegTools) => (await encoders.choose(tools, true) ?? await encoders.choose(tools, false)) !== null

  /** A copy without known key frames has its picture encoded after all. */
  const whyEncoded = (film: Film) => (keyframes.areComing(film) ? 'keyframesToCome' : 'noKeyframeIndex')

  const plan: ConversionPlanner['plan'] = async (infoHash, fileIndex, profile, wish, signal) => {
    const film = await films.look(infoHash, fileIndex, signal)
    if (!film.ok) return film
    const choice = chooseMethod(film.value.media, profile, wish)
    const tools = choice.method === 'direct' ? null : await finder.find(signal)
    if (tools?.ok === false) return tools
    if (choice.method !== 'direct' && film.value.media.durationSec === null) return NO_LENGTH
    if (!tools) return ok({ film: film.value, choice })
    if (choice.method !== 'transcode' && await cellsOfCopy(film.value)) return ok({ film: film.value, choice })
    if (!await canEncode(tools.value)) return NO_ENCODER
    if (choice.method === 'transcode') return ok({ film: film.value, choice })
    const encoded = chooseMethod(film.value.media, profile, { ...wish, method: null, floor: later(wish.floor, 'transcode') })
    return ok({ film: film.value, choice: { ...encoded, reasons: [...choice.reasons, whyEncoded(film.value)] } })
  }

  return {
    plan,
    plainSpec: async (infoHash, fileIndex, signal) => {
      const planned = await plan(infoHash, fileIndex, PLAIN_HLS, NO_WISH, signal)
      return planned.ok ? ok(specOf(planned.value.choice) ?? { method: 'remux', audioIndex: planned.value.choice.audio?.audioIndex ?? null, height: null }) : planned
    },
    gridFor: async (film, { method }) => {
      const { durationSec, video } = film.media
      if (durationSec === null) return NO_LENGTH
      if (method === 'transcode' || !video) return ok(evenGrid(durationSec))
      const grid = await cellsOfCopy(film)
      return grid ? ok(grid) : fail('ffmpegFailed', 'the key frames of this film are not known, so its picture cannot be copied')
    },
  }
}

import { deviceProfileOf } from '../../../shared/cast/device-profiles.ts'
import { formByContainer } from '../../../shared/cast/direct-form.ts'
import { NO_WISH } from '../../../shared/playback/choose-method.ts'
import { ok } from '../../../shared/result.ts'
import { specOf } from '../../../shared/transcode/conversion-spec.ts'
import type { FilmLookup } from '../film-lookup.ts'
import type { Conversions } from '../transcode/conversions.ts'
import type { FilmPlan } from '../transcode/plan-conversion.ts'
import { toFacts } from '../transcode/open-film.ts'
import type { CastWorld, DevicePlan } from './cast-world.ts'

/** How a film gets to a device: as its profile says, or what the container alone promises where nobody could look into the film. */
export function createDeviceDecision(conversions: Pick<Conversions, 'plan'>, lookup: Pick<FilmLookup, 'file'>): CastWorld['planFor'] {
  return async (device, { infoHash, fileIndex, method, audioIndex }, signal) => {
    const plan = await conversions.plan(infoHash, fileIndex, deviceProfileOf(device), { ...NO_WISH, method, audioIndex, floor: method ?? 'direct' }, signal)
    if (plan.ok) return ok(toDevicePlan(plan.value))
    // Without ffmpeg, or before enough is here to be looked into.
    const form = formByContainer(device, lookup.file(infoHash, fileIndex)?.mediaType ?? '')
    return form.method === 'direct' && (method === null || method === 'direct') ? ok({ form, spec: null, audioIndex: null, sounds: [], durationSec: null }) : plan
  }
}

function toDevicePlan(plan: FilmPlan): DevicePlan {
  const { choice, film } = plan
  return { form: { method: choice.method, reasons: [...choice.reasons] }, spec: specOf(choice), audioIndex: choice.audio?.audioIndex ?? null, sounds: toFacts(plan).sounds, durationSec: film.media.durationSec }
}

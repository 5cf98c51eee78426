import type { CastForm } from './cast-status.ts'
import type { CastDevice } from './device.ts'
import { sinkTypeFor } from './sink-protocols.ts'

/** How what is converted is wrapped for a renderer that knows no playlists. */
export type Packaging = 'mp4' | 'ts'

/** One way to give a film to a device. */
export interface FormStep {
  readonly method: CastForm['method']
  readonly packaging: Packaging
}

/** From the most to the least of what a device can be expected to take. */
const METHODS: readonly CastForm['method'][] = ['direct', 'remux', 'transcodeAudio', 'transcode']

/** The wrapping a device is given first: fragmented MP4, unless it says that it takes MPEG-TS and says nothing of MP4. */
export function firstPackaging(device: CastDevice): Packaging {
  if (device.kind !== 'renderer') return 'mp4'
  const sink = new Set(device.sink)
  return sinkTypeFor('video/mp4', sink) === null && sinkTypeFor('video/mp2t', sink) !== null ? 'ts' : 'mp4'
}

/**
 * What may still be tried after a device refused `refused`, least work first: a renderer is offered each conversion in its
 * other wrapping as well. Forms in `tried` are left out.
 */
export function formsBelow(refused: FormStep, kind: CastDevice['kind'], tried: ReadonlySet<string>): readonly FormStep[] {
  const below = METHODS.slice(METHODS.indexOf(refused.method))
  const other: Packaging = refused.packaging === 'mp4' ? 'ts' : 'mp4'
  const all = below.flatMap((method): FormStep[] => {
    const same = { method, packaging: refused.packaging }
    return kind === 'renderer' && method !== 'direct' ? [same, { method, packaging: other }] : [same]
  })
  return all.filter((step) => !tried.has(formName(step)) && formName(step) !== formName(refused))
}

/** A file as it is has no wrapping of ours. */
export function formName({ method, packaging }: FormStep): string {
  return method === 'direct' ? method : `${method}/${packaging}`
}

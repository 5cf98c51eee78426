import type { CastForm } from './cast-status.ts'
import type { CastDevice } from './device.ts'
import { sinkTypeFor } from './sink-protocols.ts'

/** Containers a Chromecast takes as they are (Google Cast, supported media). */
const CHROMECAST_TYPES: ReadonlySet<string> = new Set(['video/mp4', 'video/webm', 'audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/flac', 'audio/ogg', 'audio/wav', 'audio/webm'])

/** Whether the container alone lets a device play a file as it is; what is inside may still forbid it. */
export function formByContainer(device: CastDevice, mediaType: string): CastForm {
  const takes = device.kind === 'program' || (device.kind === 'chromecast' ? CHROMECAST_TYPES.has(mediaType) : sinkTypeFor(mediaType, new Set(device.sink)) !== null)
  return takes ? { method: 'direct', reasons: [] } : { method: 'remux', reasons: ['containerUnsupported'] }
}

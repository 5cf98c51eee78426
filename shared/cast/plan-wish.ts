import type { RemoteCommand } from './cast-media.ts'
import type { CastForm, RemoteWish } from './cast-status.ts'
import type { CastDevice } from './device.ts'
import type { FilmWish } from './film-wish.ts'

/** What becomes of a wish: it is said to the device, or the device gets another stream of the film, or another file. */
export type WishPlan =
  | { readonly kind: 'command'; readonly command: RemoteCommand }
  /** `settlesMs`: how long nothing else is wished before it is begun. */
  | { readonly kind: 'change'; readonly change: Partial<FilmWish>; readonly settlesMs: number }
  | { readonly kind: 'next'; readonly step: number }

/** What is on the device when something is wished. */
export interface PlayedForm {
  readonly deviceKind: CastDevice['kind']
  readonly method: CastForm['method']
  readonly deviceCanSeek: boolean
  /** Numbers the device knows the tracks by that it was given, by their ids. */
  readonly subtitleIds: ReadonlyMap<string, number>
}

/** The last of several jumps counts: dragging would start a conversion a pixel. */
const JUMP_SETTLES_MS = 300
/** Delays of words come in steps of 50 ms, and each new one interrupts the film. */
const DELAY_SETTLES_MS = 900

/** Decides how a wish is carried out on a device that plays `played`. */
export function planWish(wish: RemoteWish, played: PlayedForm): WishPlan {
  switch (wish.kind) {
    case 'next': return { kind: 'next', step: wish.step }
    case 'subtitleTrack': return planSubtitle(wish.trackId, played)
    case 'subtitleTiming': return { kind: 'change', change: { subtitleDelayMs: wish.delayMs, subtitleSpeed: wish.speed }, settlesMs: DELAY_SETTLES_MS }
    // A form that was chosen for the other sound may not be needed for this one.
    case 'audioTrack': return { kind: 'change', change: { audioIndex: wish.audioIndex, method: null }, settlesMs: 0 }
    case 'seek': return played.deviceCanSeek ? { kind: 'command', command: wish } : planJumpAnew(wish.toSec, played.method)
    default: return { kind: 'command', command: wish }
  }
}

/** A jump that this stream cannot make. What is a file becomes one that can be begun in the middle. */
export function planJumpAnew(toSec: number, method: CastForm['method']): Extract<WishPlan, { kind: 'change' }> {
  return { kind: 'change', change: { atSec: toSec, method: method === 'direct' ? 'remux' : method }, settlesMs: JUMP_SETTLES_MS }
}

/**
 * Renderers take captions with the film: another track means the same film again from here. So does one that was not there
 * when the film was handed over.
 */
function planSubtitle(trackId: string | null, { deviceKind, subtitleIds }: PlayedForm): WishPlan {
  const id = trackId === null ? null : subtitleIds.get(trackId) ?? null
  if (deviceKind === 'renderer' || (trackId !== null && id === null)) return { kind: 'change', change: { subtitleTrackId: trackId }, settlesMs: 0 }
  return { kind: 'command', command: { kind: 'subtitle', id } }
}

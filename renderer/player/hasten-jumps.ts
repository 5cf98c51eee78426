import { privatePart } from './private-part.ts'

/**
 * At a jump the HLS part of video.js empties its buffers and looks for the next segment at once, finds the buffers busy being
 * emptied, and looks again half a second later. It is told to look when they are empty. `tech` and names as in keepOffsets.
 */
export function hastenJumps(tech: unknown): void {
  const loader = privatePart(tech, 'vhs', 'playlistController_', 'mainSegmentLoader_')
  const [empty, isPaused, load] = ['resetEverything', 'paused', 'load'].map((name) => privatePart(loader, name))
  if (typeof loader !== 'object' || loader === null || typeof empty !== 'function' || typeof isPaused !== 'function' || typeof load !== 'function') return
  const emptyAndLook = (done: unknown) => Reflect.apply(empty, loader, [() => {
    if (typeof done === 'function') Reflect.apply(done, undefined, [])
    if (Reflect.apply(isPaused, loader, []) === false) Reflect.apply(load, loader, [])
  }])
  Object.defineProperty(loader, 'resetEverything', { value: emptyAndLook, configurable: true })
}

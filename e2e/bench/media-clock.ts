/** A player's clock: runs while there is something to show, stands still when there is not. Times in seconds of media and of the wall. */
export interface MediaClock {
  readonly positionSec: number
  readonly playing: boolean
  readonly wallSec: number
  readonly stalls: number
  readonly stalledSec: number
}

/** Media that must be there before a player that stood still goes on; browsers want about this much. */
const RESUME_SEC = 1

/** A clock that starts to play now at that position, with what stood still so far carried on. */
export function startClock(positionSec: number, wallSec: number, before?: MediaClock): MediaClock {
  return { positionSec, playing: true, wallSec, stalls: before?.stalls ?? 0, stalledSec: before?.stalledSec ?? 0 }
}

/** The clock at a later moment when everything up to bufferedSec is there. The end of the film is no stall. */
export function advanceClock(clock: MediaClock, wallSec: number, bufferedSec: number, durationSec: number): MediaClock {
  const passedSec = wallSec - clock.wallSec
  if (!clock.playing) {
    const playing = bufferedSec - clock.positionSec >= RESUME_SEC || bufferedSec >= durationSec
    return { ...clock, wallSec, playing, stalledSec: clock.stalledSec + passedSec }
  }
  const positionSec = clock.positionSec + passedSec
  if (positionSec <= bufferedSec || bufferedSec >= durationSec) return { ...clock, wallSec, positionSec: Math.min(positionSec, durationSec) }
  return { positionSec: bufferedSec, playing: false, wallSec, stalls: clock.stalls + 1, stalledSec: clock.stalledSec + positionSec - bufferedSec }
}

/** Where a session stands in its cells. */
export interface PaceFacts {
  /** Cell the running ffmpeg works on; null when none runs. */
  readonly working: number | null
  /** Cell that was asked for. */
  readonly asked: number
  readonly isMade: boolean
}

/** Cells ahead of the running ffmpeg for which waiting is quicker than starting anew: a start costs about a second, a copied cell a tenth. */
const NEAR_CELLS = 3

/** What to do for a cell that a player asks for: send it, wait for the run to come by, or start a run there. */
export function answerFor({ working, asked, isMade }: PaceFacts): 'send' | 'wait' | 'start' {
  if (isMade) return 'send'
  if (working !== null && asked >= working && asked <= working + NEAR_CELLS) return 'wait'
  return 'start'
}

/** Seconds made beyond the player at which the run is held, and at which it goes on. */
const HOLD_SEC = 60
const GO_ON_SEC = 30

/** Whether a run may go on writing. `aheadSec`: from the end of the last cell asked for to the end of what is made. */
export function mayRun(aheadSec: number, isHeld: boolean): boolean {
  return aheadSec < (isHeld ? GO_ON_SEC : HOLD_SEC)
}

/** Made ahead of a player before other work goes first: what a jump or a start needs to play on without a second stop. */
const HASTY_SEC = 6

/** Whether somebody sits waiting for what is made now. `aheadSec`: as for mayRun. */
export function isUrgent(aheadSec: number): boolean {
  return aheadSec < HASTY_SEC
}

/** A notch of a common wheel is 100 to 120 pixels; a touchpad sends many small turns. */
const STEP_PX = 100
/** Some wheels send less for a notch than they should. */
const NOTCH_PX = 60

/** Whole steps of a turn and what is left of it for the next one. A turn back forgets what was left; a notch is always one step. */
export function turnWheel(restPx: number, deltaPx: number): { readonly steps: number; readonly restPx: number } {
  if (Math.abs(deltaPx) >= NOTCH_PX) return { steps: Math.sign(deltaPx) * Math.max(1, Math.round(Math.abs(deltaPx) / STEP_PX)), restPx: 0 }
  const turned = (Math.sign(restPx) === -Math.sign(deltaPx) ? 0 : restPx) + deltaPx
  const steps = Math.abs(turned) < STEP_PX ? 0 : Math.trunc(turned / STEP_PX)
  return { steps, restPx: turned - steps * STEP_PX }
}

/**
 * A walk through a film that tells where its key frames are, for containers without a list of them. It is given bytes and
 * says which it wants next; what it can step over is never asked for. Damaged and hostile bytes end it as `hopeless`, never
 * in a throw.
 */
export interface KeyframeScan {
  /** The next byte of the file it wants, and how many from there on it cannot do without. Meaningless once it has ended. */
  readonly wants: () => { readonly at: number; readonly bytes: number }
  /** Takes the bytes of the file from `wants().at` on: at least `wants().bytes` of them, or all there are up to its end. */
  push(bytes: Uint8Array): void
  readonly state: () => ScanState
  /** Presentation times of key frames by the film's own stamps, rising. Not always all of them: a cell begins at one and may hold more. */
  readonly timesSec: () => readonly number[]
}

export type ScanState = 'scanning' | 'complete' | 'hopeless'

/** Key frames kept: one every two seconds of a film of eleven hours. */
export const MAX_SCANNED = 20_000

/** What a scan has found so far. */
export interface FoundTimes {
  /** False when it does not lie behind the ones before, or there are too many: then the film's clock cannot be trusted. */
  add(sec: number): boolean
  readonly all: () => readonly number[]
}

export function createFoundTimes(): FoundTimes {
  const times: number[] = []
  return {
    add: (sec) => {
      if (times.length >= MAX_SCANNED || sec <= (times.at(-1) ?? -Infinity)) return false
      times.push(sec)
      return true
    },
    all: () => times,
  }
}

/**
 * Steps from `from` on through what was given, unit by unit; `step` answers how long the one at a place is, 0 when it cannot be
 * told from what is here. Ends behind the last one, which may lie past the bytes: what is stepped over is not asked for.
 */
export function stepThrough(bytes: Uint8Array, from: number, isScanning: () => boolean, step: (local: number) => number): number {
  let local = from
  while (isScanning() && local < bytes.length) {
    const over = step(local)
    if (over === 0) break
    local += over
  }
  return local
}

import type { Cue } from './cue.ts'

/** Answers which cues are on the screen, quickly for any number of cues. */
export interface CueIndex {
  /** Cues with startMs <= ms < endMs, in order of their start. */
  at(ms: number): readonly Cue[]
  /** The next moment after ms at which that answer changes; null when it never does. */
  nextChange(ms: number): number | null
  /** The cue that begins closest to ms; null when there is none. */
  nearest(ms: number): Cue | null
}

/** `cues` in order of their start. */
export function createCueIndex(cues: readonly Cue[]): CueIndex {
  /** Latest end of the cues up to and with this one: how far back a search must go. */
  const reach = cues.reduce<number[]>((ends, cue) => { ends.push(Math.max(ends.at(-1) ?? 0, cue.endMs)); return ends }, [])
  /** How many cues begin at or before ms. */
  const begun = (ms: number) => {
    let [low, high] = [0, cues.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cues[middle]?.startMs ?? Infinity) <= ms) low = middle + 1
      else high = middle
    }
    return low
  }
  const at = (ms: number) => {
    const shown: Cue[] = []
    for (let i = begun(ms) - 1; i >= 0 && (reach[i] ?? 0) > ms && shown.length < MAX_SHOWN; i--) {
      const cue = cues[i]
      if (cue && cue.endMs > ms) shown.push(cue)
    }
    return shown.reverse()
  }
  return {
    at,
    nextChange: (ms) => {
      const moments = [...at(ms).map((cue) => cue.endMs), ...cues.slice(begun(ms), begun(ms) + 1).map((cue) => cue.startMs)]
      return moments.length === 0 ? null : Math.min(...moments)
    },
    nearest: (ms) => {
      const after = begun(ms)
      const [before, next] = [cues[after - 1], cues[after]]
      if (!before || !next) return before ?? next ?? null
      return ms - before.startMs <= next.startMs - ms ? before : next
    },
  }
}

/** More than this on one screen is an effect made of letters, or an attack. */
const MAX_SHOWN = 64

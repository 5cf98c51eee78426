/**
 * Which pieces still want blocks, and the first of them from a place on: a bit a piece, a bit for every 32 of those, and so
 * on, so that marking and finding cost a few steps in a torrent of any size, in either direction.
 */
export interface MissingPieces {
  /** The first missing piece >= piece; `count` when none is. */
  next(piece: number): number
  /** Wants nothing any more. */
  close(piece: number): void
  /** Wants its blocks again. */
  reopen(piece: number): void
}

const WORD_BITS = 32

/** All `count` pieces are missing. */
export function createMissingPieces(count: number): MissingPieces {
  const levels = [fullWords(count)]
  for (let top = levels[0]; top && top.length > 1;) {
    top = fullWords(top.length)
    levels.push(top)
  }

  const set = (piece: number) => {
    let at = piece
    for (const words of levels) {
      const word = at >>> 5
      words[word] = (words[word] ?? 0) | (1 << (at & 31))
      at = word
    }
  }
  const clear = (piece: number) => {
    let at = piece
    for (const words of levels) {
      const word = at >>> 5
      words[word] = (words[word] ?? 0) & ~(1 << (at & 31))
      if (words[word] !== 0) return
      at = word
    }
  }
  /** The first set bit >= at of a level; -1 when there is none. */
  const find = (level: number, at: number): number => {
    const words = levels[level]
    const word = at >>> 5
    if (!words || word >= words.length) return -1
    const rest = (words[word] ?? 0) & (-1 << (at & 31))
    if (rest !== 0) return word * WORD_BITS + lowestBit(rest)
    const following = find(level + 1, word + 1)
    return following < 0 ? -1 : following * WORD_BITS + lowestBit(words[following] ?? 0)
  }

  return {
    next: (piece) => {
      if (piece >= count) return count
      const found = find(0, Math.max(0, piece))
      return found < 0 ? count : found
    },
    close: (piece) => { if (piece >= 0 && piece < count) clear(piece) },
    reopen: (piece) => { if (piece >= 0 && piece < count) set(piece) },
  }
}

function fullWords(bits: number): Int32Array {
  const words = new Int32Array(Math.ceil(bits / WORD_BITS)).fill(-1)
  const rest = bits % WORD_BITS
  if (rest > 0) words[words.length - 1] = (1 << rest) - 1
  return words
}

/** Place of the lowest set bit; the word must not be 0. */
function lowestBit(word: number): number {
  return WORD_BITS - 1 - Math.clz32(word & -word)
}

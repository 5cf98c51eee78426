import type { Interval } from '../interval.ts'
import { piecesOf } from './blocks.ts'
import type { Geometry, ReadonlyBitfield } from './blocks.ts'
import type { PlannedRange, Tier } from './plan-window.ts'

const LETTERS: readonly (readonly [Tier, string])[] = [['urgent', 'U'], ['ahead', 'A'], ['edges', 'E'], ['warm', 'W']]

/**
 * A plan as one line, one character a piece of the file: `#` verified, `U` urgent, `A` ahead, `E` edge, `W` warm,
 * `.` missing.
 * Files of more than maxChars pieces are drawn with several pieces to a character: `#` if all are there, else the most
 * urgent letter.
 */
export function drawWindow(geometry: Geometry, file: Interval, have: ReadonlyBitfield, ranges: readonly PlannedRange[], maxChars: number): string {
  const pieces = piecesOf(geometry, file)
  const letters = LETTERS.map(([tier, letter]) => [letter, ranges.filter((range) => range.tier === tier).map((range) => filePieces(geometry, file, range))] as const)
  const perChar = Math.max(1, Math.ceil((pieces.end - pieces.begin) / maxChars))
  let line = ''
  for (let piece = pieces.begin; piece < pieces.end; piece += perChar) line += letterOf({ begin: piece, end: Math.min(pieces.end, piece + perChar) }, have, letters)
  return line
}

function letterOf(group: Interval, have: ReadonlyBitfield, letters: readonly (readonly [string, readonly Interval[]])[]): string {
  const missing = missingOf(group, have)
  if (missing.length === 0) return '#'
  const found = letters.find(([, spans]) => spans.some((span) => missing.some((piece) => piece >= span.begin && piece < span.end)))
  return found?.[0] ?? '.'
}

function missingOf({ begin, end }: Interval, have: ReadonlyBitfield): number[] {
  return Array.from({ length: end - begin }, (_, i) => begin + i).filter((piece) => !have.get(piece))
}

function filePieces(geometry: Geometry, file: Interval, range: Interval): Interval {
  return piecesOf(geometry, { begin: file.begin + range.begin, end: file.begin + range.end })
}

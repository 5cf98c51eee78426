import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import type { Cue } from './cue.ts'
import { inOrder } from './cue.ts'
import { linesOf } from './lines.ts'
import { parseAss } from './parse-ass.ts'
import { parseMicroDvd, parseMpl2, parseSubViewer } from './parse-frames.ts'
import { parseSrt } from './parse-srt.ts'
import { parseVtt } from './parse-vtt.ts'
import type { SubtitleFormat } from './sniff.ts'
import { sniffSubtitle } from './sniff.ts'

export interface ParsedSubtitles {
  readonly format: SubtitleFormat
  /** In order of their start. */
  readonly cues: readonly Cue[]
}

/**
 * Reads a subtitle text in whatever format it is; `framesPerSec` of the film for the one that counts frames, null when it
 * is not known. Fails: subtitleUnreadable when it is no subtitle or has no cue.
 */
export function parseSubtitles(text: string, framesPerSec: number | null): Result<ParsedSubtitles> {
  const lines = linesOf(text)
  const format = sniffSubtitle(lines)
  if (format === null) return fail('subtitleUnreadable', 'this is no SubRip, WebVTT, ASS, SSA, MicroDVD, MPL2 or SubViewer text; choose another file')
  const cues = inOrder(readAs(format, lines, framesPerSec))
  return cues.length === 0 ? fail('subtitleUnreadable', `this ${format} file holds no line to show; choose another file`, { format }) : ok({ format, cues })
}

function readAs(format: SubtitleFormat, lines: readonly string[], framesPerSec: number | null): Cue[] {
  switch (format) {
    case 'srt': return parseSrt(lines)
    case 'vtt': return parseVtt(lines)
    case 'ass': return parseAss(lines)
    case 'microdvd': return parseMicroDvd(lines, framesPerSec)
    case 'mpl2': return parseMpl2(lines)
    case 'subviewer': return parseSubViewer(lines)
    default: return unreachable(format)
  }
}

function unreachable(format: never): never {
  throw new Error(`a format nobody knows: ${JSON.stringify(format)}`)
}

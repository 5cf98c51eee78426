import type { Cue } from './cue.ts'

/** Cues as SubRip, for televisions that read nothing else: words, weight, slant and line below; where they stand is lost. */
export function formatSrt(cues: readonly Cue[]): string {
  return cues.filter(({ picture }) => picture === null).map((cue, index) => `${String(index + 1)}\r\n${stamp(cue.startMs)} --> ${stamp(cue.endMs)}\r\n${words(cue)}\r\n`).join('\r\n')
}

function words({ runs }: Cue): string {
  const tagged = runs.map(({ text, bold, italic, underline }) => {
    const tags = [bold ? 'b' : '', italic ? 'i' : '', underline ? 'u' : ''].filter((tag) => tag !== '')
    return `${tags.map((tag) => `<${tag}>`).join('')}${text}${[...tags].reverse().map((tag) => `</${tag}>`).join('')}`
  })
  // A blank line would end the cue.
  return tagged.join('').replace(/\r?\n(?:[ \t]*\r?\n)*/g, '\r\n')
}

function stamp(ms: number): string {
  const whole = Math.round(ms)
  const digits = (value: number, length: number) => String(value).padStart(length, '0')
  return `${digits(Math.floor(whole / 3_600_000), 2)}:${digits(Math.floor(whole / 60_000) % 60, 2)}:${digits(Math.floor(whole / 1000) % 60, 2)},${digits(whole % 1000, 3)}`
}

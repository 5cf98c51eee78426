/** Facts of one event: numbers and short texts; never a token, never a file name of the person. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>

/** Writes one line for one event. `area` is the part of the program, `event` what happened, in past tense. */
export type Log = (area: string, event: string, facts?: LogFacts) => void

/** One line: `area event key=value …`; values with blanks or quotes are written as JSON; no line breaks. */
export function formatLogLine(area: string, event: string, facts: LogFacts = {}): string {
  return [area, event, ...Object.entries(facts).map(([key, value]) => `${key}=${formatValue(value)}`)].join(' ')
}

function formatValue(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value)
  return /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value.slice(0, MAX_VALUE_CHARS))
}

/** A stack fits; a flood does not. */
const MAX_VALUE_CHARS = 2000

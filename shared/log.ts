/** Facts of one event: numbers and short texts. What a text tells about the person is taken out of it (see scrub). */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>

/** Writes one line for one event. `area` is the part of the program, `event` what happened, in past tense. */
export type Log = (area: string, event: string, facts?: LogFacts) => void

/** One line: `area event key=value …`; texts are scrubbed, those with blanks or quotes are written as JSON; no line breaks. */
export function formatLogLine(area: string, event: string, facts: LogFacts = {}): string {
  return [area, event, ...Object.entries(facts).map(([key, value]) => `${key}=${formatValue(value)}`)].join(' ')
}

function formatValue(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value)
  const scrubbed = scrub(value.slice(0, MAX_VALUE_CHARS))
  return /^[\w.:/@+-]+$/.test(scrubbed) ? scrubbed : JSON.stringify(scrubbed)
}

/** A stack fits; a flood does not. */
const MAX_VALUE_CHARS = 2000

/**
 * Takes out of a text what a log must not hold: secrets in addresses, who was talked to, what was watched, where it lies. Of paths only the file name
 * of program code stays, with its line. Scrubbing twice changes nothing more.
 */
export function scrub(text: string): string {
  return RULES.reduce((rest, [pattern, replace]) => rest.replace(pattern, replace), text)
}

/** A piece of program code in a stack: its own file name tells where, and nothing about the person. */
const codeFile = (path: string) => /[^/\\]+\.[mc]?[jt]sx?(?=(:\d+)*$)/.exec(path.replace(/(:\d+)*$/, ''))?.[0]
const place = (path: string) => {
  const name = codeFile(path)
  return name === undefined ? '<path>' : `…/${name}${/(:\d+)*$/.exec(path)?.[0] ?? ''}`
}

const RULES: readonly (readonly [RegExp, (...match: readonly string[]) => string])[] = [
  [/magnet:\?[^\s"']*/gi, () => 'magnet:…'],
  // The media server's own addresses keep their port; their first segment is a secret.
  [/\bhttp:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/[^\s"'<>]*)?/gi, (_all, host = '', port = '') => `http://${host}${port}/…`],
  [/\b(https?|wss?|udp):\/\/(?!127\.0\.0\.1|localhost)[^\s"'<>]+/gi, (_all, scheme = '') => `${scheme}://<address>`],
  [/\b[0-9a-f]{40}\b/gi, () => '<hash>'],
  [/\b(?!127\.0\.0\.1\b|0\.0\.0\.0\b)\d{1,3}(\.\d{1,3}){3}\b/g, () => '<address>'],
  [/(?<![\w:])[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}(?![\w:])/gi, () => '<address>'],
  [/(['"`])((?:file:\/\/)?(?:\/|[a-z]:[\\/]|\\\\)[^'"`\n]*)\1/gi, (_all, quote = '', path = '') => `${quote}${place(path)}${quote}`],
  // A blank goes on with the path when what follows it has a separator or an extension.
  [/(?<![\w.…<:/\\])(?:file:\/\/)?(?:\/(?=[^\s/])|[a-z]:[\\/]|\\\\)[^\s'"`()<>,;]+(?: [^\s'"`()<>,;]*(?:[\\/]|\.[a-z0-9]{2,4}\b)[^\s'"`()<>,;]*)*/gi, (path = '') => place(path)],
]

/** True for a request line as RFC 9112 3 has it, whatever its method; without the line's end. */
export function isRequestLine(line: string): boolean {
  return REQUEST_LINE.test(line)
}

/** True for what a request line may begin with, from its method and the space behind it on: the rest is still on its way. */
export function beginsRequestLine(text: string): boolean {
  return BEGUN.test(text)
}

/** A token, RFC 9110 5.6.2. */
const METHOD = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
/** Method, target, version 1.x. */
const REQUEST_LINE = new RegExp(`^${METHOD} [\\x21-\\x7e]+ HTTP/1\\.\\d$`)
const BEGUN = new RegExp(`^${METHOD} (?:[\\x21-\\x7e]+(?: (?:H|HT|HTT|HTTP|HTTP/|HTTP/1|HTTP/1\\.|HTTP/1\\.\\d\\r?)?)?)?$`)

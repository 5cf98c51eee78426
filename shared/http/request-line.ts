/** True for a request line as RFC 9112 3 has it, whatever its method; without the line's end. */
export function isRequestLine(line: string): boolean {
  return REQUEST_LINE.test(line)
}

/** Method (a token, RFC 9110 5.6.2), target, version 1.x. */
const REQUEST_LINE = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+ [\x21-\x7e]+ HTTP\/1\.\d$/

import { StringDecoder } from 'node:string_decoder'

/** A line longer than this is cut: no source is, and the text as a whole is never kept. */
const MAX_LINE_CHARS = 128 * 1024

/** The lines of a stream of bytes without their ends and without blanks around them; empty ones are left out. */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let open = ''
  for await (const chunk of stream) {
    const [first = '', ...others] = decoder.write(chunk).split('\n')
    open = (open + first).slice(0, MAX_LINE_CHARS)
    for (const next of others) {
      if (open.trim() !== '') yield open.trim()
      open = next.slice(0, MAX_LINE_CHARS)
    }
  }
  if (open.trim() !== '') yield open.trim()
}

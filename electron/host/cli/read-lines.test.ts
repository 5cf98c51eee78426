import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

async function linesOf(...chunks: (string | Buffer)[]): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) lines.push(line)
  return lines
}

describe('lines', () => {
  it('end with any line end or with the input', async () => {
    expect(await linesOf('a\nb\r\n\n  \n c ')).toEqual(['a', 'b', 'c'])
    expect(await linesOf()).toEqual([])
  })

  it('may come in pieces, even through the middle of a character', async () => {
    const bytes = Buffer.from('é\nü')
    expect(await linesOf(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual(['é', 'ü'])
  })

  it('without an end are cut instead of piling up', async () => {
    const [line] = await linesOf(...Array.from({ length: 10 }, () => 'x'.repeat(100_000)))
    expect(line).toHaveLength(128 * 1024)
  })
})

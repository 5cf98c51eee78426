/** A Range header and the bytes it asks for, half-open. */
export interface PartCase {
  readonly range: string
  readonly begin: number
  readonly end: number
}

export interface RangeCases {
  /** Answered 206. */
  readonly parts: readonly PartCase[]
  /** Answered 200 with everything. */
  readonly wholes: readonly string[]
  /** Answered 416. */
  readonly outside: readonly string[]
}

/** Every way of asking for a part that we know of, for a file of so many bytes; `stepBytes` is where slices or pieces of it meet. */
export function rangeCases(lengthBytes: number, stepBytes: number): RangeCases {
  const last = lengthBytes - 1
  const part = (range: string, begin: number, end: number): PartCase => ({ range, begin, end })
  const from = (first: number, lastPos: number) => part(`bytes=${String(first)}-${String(lastPos)}`, first, Math.min(lastPos + 1, lengthBytes))
  const third = Math.floor(lengthBytes / 3)
  return {
    parts: [
      from(0, 0), from(0, 1), from(1, 1), from(0, 99),
      from(0, stepBytes - 2), from(0, stepBytes - 1), from(0, stepBytes), from(stepBytes - 1, stepBytes), from(stepBytes, 2 * stepBytes - 1), from(2 * stepBytes - 1, 2 * stepBytes + 1),
      from(third, 2 * third - 1), from(0, last), from(0, last - 1), from(0, last + 1), from(last, last), from(last - 1, last), from(last, last + 1), from(1, lengthBytes * 10),
      part('bytes=0-', 0, lengthBytes),
      part('bytes=1-', 1, lengthBytes),
      part(`bytes=${String(2 * third)}-`, 2 * third, lengthBytes),
      part(`bytes=${String(last)}-`, last, lengthBytes),
      part('bytes=5-9999999999999999999999999', 5, lengthBytes),
      part('bytes=-1', last, lengthBytes),
      part('bytes=-2', last - 1, lengthBytes),
      part(`bytes=-${String(stepBytes)}`, lengthBytes - stepBytes, lengthBytes),
      part(`bytes=-${String(last)}`, 1, lengthBytes),
      part(`bytes=-${String(lengthBytes)}`, 0, lengthBytes),
      part(`bytes=-${String(lengthBytes + 1)}`, 0, lengthBytes),
      part('bytes=-99999999999999999999999', 0, lengthBytes),
      part('bytes=000-009', 0, 10),
      part('BYTES=2-3', 2, 4),
      part('Bytes=2-', 2, lengthBytes),
      part('bytes=2-3,', 2, 4),
      part('bytes=,2-3', 2, 4),
      part('bytes=, ,2-3 , ,', 2, 4),
    ],
    wholes: [
      'bytes=', 'bytes', 'bytes=-', 'bytes=,', 'bytes=a', 'bytes=a-b', 'bytes=5', 'bytes=5-4', `bytes=${String(lengthBytes)}-${String(last)}`, 'bytes=--5', 'bytes=-5-', 'bytes=1-2-3', 'bytes=+1-2', 'bytes=1-+2',
      'bytes=1.5-2', 'bytes=0x0-0x1', 'bytes=1 - 2', 'bytes= 0-1', 'bytes =0-1', 'bytes:0-1', 'bytes=0-1;2-3', 'items=0-1', 'seconds=1-2', 'bytes=0-1 2-3', '0-1', 'bytes=%30-1', 'bytes="0-1"',
      'bytes=0-0,-1', 'bytes=0-0, 2-2', 'bytes=0-1,0-1,0-1', `bytes=0-9,${String(lengthBytes)}-`, `bytes=${String(lengthBytes)}-,${String(2 * lengthBytes)}-`,
    ],
    outside: [
      `bytes=${String(lengthBytes)}-`, `bytes=${String(lengthBytes)}-${String(lengthBytes)}`, `bytes=${String(lengthBytes + 1)}-`, 'bytes=99999999999999999999-',
      'bytes=99999999999999999998-99999999999999999999', 'bytes=-0', 'bytes=-00', 'bytes=-0,',
    ],
  }
}

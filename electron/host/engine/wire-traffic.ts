/** What is used of a connection; structural, so that the library's own type fits. */
export interface StreamedWire {
  readonly _bufferSize: number
  /** Bytes of what it waits for: a message, or the length of one. */
  readonly _parserSize: number
  /** Of the library's own log, which nobody reads; it makes a text of every message all the same. */
  _debug(...words: readonly unknown[]): void
  push(bytes: Uint8Array | null): boolean
  _write(chunk: Uint8Array, done: (error: Error | null) => void): void
}

/** A message of 128 KiB is the longest that other clients answer a request with; what waits for more is left to the library. */
const GATHERED_BYTES = 131_072 + 64

/**
 * Everything that is said to a peer in one turn leaves in one write, and what comes is put together once a message is whole:
 * the library hands every message of 17 bytes to the socket by itself, and copies all that is here of a block with each packet.
 */
export function joinTraffic(wire: StreamedWire): void {
  wire._debug = () => undefined
  joinMessages(wire)
  gatherChunks(wire)
}

function joinMessages(wire: StreamedWire): void {
  const push = wire.push.bind(wire)
  let said: Uint8Array[] = []
  const send = () => {
    const [first, ...more] = said
    said = []
    if (first) push(more.length > 0 ? Buffer.concat([first, ...more]) : first)
  }
  wire.push = (bytes) => {
    if (bytes === null) { // the end
      send()
      return push(null)
    }
    if (said.length === 0) queueMicrotask(send)
    said.push(bytes)
    return true
  }
}

function gatherChunks(wire: StreamedWire): void {
  const write = wire._write.bind(wire)
  let chunks: Uint8Array[] = []
  let bytes = 0
  const writeWith = (chunk: Uint8Array, done: (error: Error | null) => void) => {
    const joined = chunks.length > 0 ? Buffer.concat([...chunks, chunk], bytes + chunk.length) : chunk
    chunks = []
    bytes = 0
    write(joined, done)
  }
  wire._write = (chunk, done) => {
    const here = wire._bufferSize + bytes
    const missing = wire._parserSize - here
    if (chunk.length < missing && wire._parserSize <= GATHERED_BYTES) {
      chunks.push(chunk)
      bytes += chunk.length
      done(null)
    } else if (here > 0 && missing > 0 && chunk.length > missing) {
      // The begun message by itself: the library copies what follows one together with it, nearly all that ever comes.
      writeWith(chunk.subarray(0, missing), () => undefined)
      writeWith(chunk.subarray(missing), done)
    } else writeWith(chunk, done)
  }
}

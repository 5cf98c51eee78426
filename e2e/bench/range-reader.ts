import { get } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'

/** One reading position in a file behind HTTP: everything from the first byte on, until closed. */
export interface RangeReader {
  /** Byte after the last one that arrived; the first one asked for while none has. */
  readonly end: () => number
  /** When the first byte came, as performance.now(); null before. */
  readonly firstByteMs: () => number | null
  /** True when everything before that byte is here, false when the time is up first. */
  readonly reach: (byte: number, limitMs: number) => Promise<boolean>
  /** Stops taking bytes, so that the server feels it. */
  readonly pause: () => void
  readonly resume: () => void
  readonly close: () => void
}

export interface RangeSource {
  readonly url: string
  readonly lengthBytes: number
  /** Called with every slice that comes. */
  readonly onBytes: (begin: number, slice: Buffer) => void
  /** Called when an answer broke off and the rest is asked for again. */
  readonly onBreak: () => void
}

/** How soon a broken answer is asked for again; a browser does so at once, and a server that refuses must not be hammered. */
const AGAIN_MS = 50

/** Asks for `bytes=begin-` on a connection of its own, as a browser does for each position, and follows a break-off with the rest. */
export function openRange(source: RangeSource, begin: number): RangeReader {
  let end = begin
  let firstByteMs: number | null = null
  let closed = false
  let paused = false
  let request: ClientRequest | null = null
  let answer: IncomingMessage | null = null
  let again: NodeJS.Timeout | null = null
  const waiters = new Set<() => void>()

  const take = (slice: Buffer) => {
    if (closed) return
    firstByteMs ??= performance.now()
    source.onBytes(end, slice)
    end += slice.length
    for (const wake of waiters) wake()
  }
  const ask = () => {
    request = get(source.url, { agent: false, headers: { range: `bytes=${end}-` } }, (response) => {
      answer = response
      if (!isExpected(response, end)) return void response.destroy()
      response.on('data', take)
      if (paused) response.pause()
    })
    request.on('error', () => undefined).on('close', () => {
      answer = null
      if (closed || end >= source.lengthBytes) return
      source.onBreak()
      again = setTimeout(ask, AGAIN_MS)
    })
  }
  ask()

  return {
    end: () => end,
    firstByteMs: () => firstByteMs,
    reach: (byte, limitMs) => untilReached(() => end >= byte, waiters, limitMs),
    pause: () => {
      paused = true
      answer?.pause()
    },
    resume: () => {
      paused = false
      answer?.resume()
    },
    close: () => {
      closed = true
      if (again !== null) clearTimeout(again)
      request?.destroy()
    },
  }
}

function isExpected({ statusCode, headers }: IncomingMessage, begin: number): boolean {
  if (statusCode === 206) return headers['content-range']?.startsWith(`bytes ${begin}-`) ?? false
  return statusCode === 200 && begin === 0
}

function untilReached(isReached: () => boolean, waiters: Set<() => void>, limitMs: number): Promise<boolean> {
  if (isReached()) return Promise.resolve(true)
  return new Promise((resolve) => {
    const settle = (reached: boolean) => {
      clearTimeout(timer)
      waiters.delete(wake)
      resolve(reached)
    }
    const wake = () => {
      if (isReached()) settle(true)
    }
    const timer = setTimeout(settle, limitMs, false)
    waiters.add(wake)
  })
}

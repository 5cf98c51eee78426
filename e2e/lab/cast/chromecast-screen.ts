import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'

/** What a sender asked to be shown. */
export interface ScreenMedia {
  readonly url: string
  readonly contentType: string
  readonly durationSec: number | null
  readonly live: boolean
}

export type ScreenState = 'LOADING' | 'BUFFERING' | 'PLAYING' | 'PAUSED' | 'FINISHED' | 'ERROR'

/** The part of a Chromecast that fetches and plays: bytes come for real, the picture is a clock that stops without them. */
export interface Screen {
  readonly state: () => ScreenState
  readonly currentTime: () => number
  readonly pause: () => void
  readonly play: () => void
  readonly seek: (toSec: number) => void
  readonly close: () => void
}

export interface ScreenOptions {
  readonly media: ScreenMedia
  readonly startSec: number
  readonly autoplay: boolean
  readonly onChange: () => void
  readonly say: (event: Record<string, unknown>) => void
}

const TICK_MS = 100
/** How far ahead it reads before it holds the connection back. */
const AHEAD_SEC = 12
const HEADERS = { 'accept': '*/*', 'accept-encoding': 'identity;q=1, *;q=0', 'user-agent': 'Mozilla/5.0 (X11; Linux armv7l) CrKey/1.56.500000', 'cast-device-capabilities': '{"display_supported":true}' }
/** What is taken for the rate of a film of which nobody said how long it is. */
const LIVE_BYTES_PER_SEC = 60_000

/** Plays progressive media by its bytes (linear in time), or an HLS playlist by its segments. */
export function openScreen({ media, startSec, autoplay, onChange, say }: ScreenOptions): Screen {
  const isHls = /mpegurl/i.test(media.contentType)
  let state: ScreenState = 'LOADING'
  let wanted = autoplay
  let timeSec = startSec
  let bufferedSec = startSec
  let durationSec = media.durationSec
  let wholeHere = false
  let source: { close: () => void } | null = null
  let resume: (() => void) | null = null

  const become = (next: ScreenState) => {
    if (next === state || state === 'ERROR' || state === 'FINISHED') return
    state = next
    onChange()
  }
  const fail = (why: string) => {
    say({ event: 'mediaFailed', why })
    become('ERROR')
  }
  const feed = (toSec: number, go: () => void) => {
    bufferedSec = toSec
    if (bufferedSec - timeSec > AHEAD_SEC) resume = go
    else go()
  }
  const open = (fromSec: number) => {
    source?.close()
    wholeHere = false
    bufferedSec = fromSec
    source = isHls ? playHls(fromSec) : playFile(fromSec)
  }
  const playFile = (fromSec: number) => {
    let length: number | null = null
    let response: IncomingMessage | null = null
    const start = (range: string) => get(media.url, { agent: false, headers: { ...HEADERS, range } }, (answer) => {
      response = answer
      say({ event: 'fetched', range, status: answer.statusCode, type: answer.headers['content-type'], cors: answer.headers['access-control-allow-origin'] ?? null })
      if (answer.statusCode !== 200 && answer.statusCode !== 206) return fail(`status ${answer.statusCode}`)
      const [, begin, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers['content-range'] ?? '') ?? []
      length = total === undefined ? Number(answer.headers['content-length'] ?? 0) || null : Number(total)
      const rate = length !== null && durationSec !== null ? length / durationSec : LIVE_BYTES_PER_SEC
      if (begin === undefined && fromSec > 0 && !media.live) return fail('it asked for a range and got the whole')
      let at = begin === undefined ? 0 : Number(begin)
      const origin = media.live ? fromSec : 0
      answer.on('data', (chunk: Buffer) => {
        at += chunk.length
        answer.pause()
        feed(origin + at / rate, () => answer.resume())
      })
      answer.once('end', () => { wholeHere = true })
      answer.once('error', () => undefined)
      return undefined
    })
    const request = start(fromSec === 0 ? 'bytes=0-' : `bytes=${Math.floor((durationSec === null ? LIVE_BYTES_PER_SEC : knownLength / durationSec) * fromSec)}-`)
    request.once('error', (error) => fail(error.message))
    if (fromSec === 0 && !media.live) request.once('response', () => { knownLength = length ?? 0 })
    return { close: () => { request.destroy(); response?.destroy() } }
  }
  let knownLength = 0
  const playHls = (fromSec: number) => {
    const gone = new AbortController()
    const run = async () => {
      const list = await fetchText(media.url, gone.signal)
      if (list.cors === null) return fail('the playlist has no CORS header')
      const inner = list.body.split('\n').find((line) => /\.m3u8/.test(line) && !line.startsWith('#'))
      const url = inner === undefined ? media.url : new URL(inner, media.url).href
      const segments = segmentsOf(inner === undefined ? list.body : (await fetchText(url, gone.signal)).body)
      durationSec = segments.at(-1)?.endSec ?? 0
      for (const segment of segments.filter(({ endSec }) => endSec > fromSec)) {
        const answer = await fetchText(new URL(segment.uri, url).href, gone.signal)
        say({ event: 'segment', uri: segment.uri, status: answer.status, cors: answer.cors })
        if (answer.status !== 200 || answer.cors === null) return fail(`segment ${segment.uri}: status ${answer.status}, CORS ${String(answer.cors)}`)
        await new Promise<void>((resolve) => feed(segment.endSec, resolve))
      }
      wholeHere = true
      return undefined
    }
    run().catch((error: unknown) => { if (!gone.signal.aborted) fail(String(error)) })
    return { close: () => gone.abort() }
  }
  /** The length is asked for once, so that a jump knows its byte. */
  const begin = () => {
    if (startSec === 0 || isHls || media.live) return open(startSec)
    const head = get(media.url, { agent: false, method: 'HEAD', headers: HEADERS }, (answer) => {
      answer.resume()
      knownLength = Number(answer.headers['content-length'] ?? 0)
      if (answer.statusCode === 200 && knownLength > 0) open(startSec)
      else fail(`HEAD: status ${answer.statusCode}`)
    })
    head.once('error', (error) => fail(error.message))
    return undefined
  }
  const timer = setInterval(() => {
    if (state === 'ERROR' || state === 'FINISHED') return
    const has = bufferedSec > timeSec + (state === 'PLAYING' ? 0.2 : 1) || wholeHere
    if (!has) return become(state === 'LOADING' ? 'LOADING' : 'BUFFERING')
    if (!wanted) return become('PAUSED')
    become('PLAYING')
    timeSec = Math.min(timeSec + TICK_MS / 1000, durationSec ?? Infinity, wholeHere ? Infinity : bufferedSec)
    if (resume && bufferedSec - timeSec <= AHEAD_SEC) { const go = resume; resume = null; go() }
    if ((durationSec !== null && timeSec >= durationSec - 0.05) || (wholeHere && durationSec === null && timeSec >= bufferedSec)) become('FINISHED')
    return undefined
  }, TICK_MS)
  begin()

  return {
    state: () => state,
    currentTime: () => timeSec,
    pause: () => { wanted = false },
    play: () => { wanted = true },
    seek: (toSec) => {
      timeSec = toSec
      resume = null
      become('BUFFERING')
      open(toSec)
    },
    close: () => {
      clearInterval(timer)
      source?.close()
    },
  }
}

async function fetchText(url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly cors: string | null; readonly body: string }> {
  const answer = await fetch(url, { signal, headers: { origin: 'https://www.gstatic.com' } })
  return { status: answer.status, cors: answer.headers.get('access-control-allow-origin'), body: await answer.text() }
}

function segmentsOf(playlist: string): readonly { readonly uri: string; readonly endSec: number }[] {
  let endSec = 0
  const lines = playlist.split(/\r?\n/)
  return lines.flatMap((line, index) => {
    const [, seconds] = /^#EXTINF:([\d.]+)/.exec(line) ?? []
    if (seconds === undefined) return []
    endSec += Number(seconds)
    const uri = lines.slice(index + 1).find((next) => next !== '' && !next.startsWith('#')) ?? ''
    return [{ uri, endSec }]
  })
}

import { createSocket } from 'node:dgram'
import type { Renderer } from '../../../shared/cast/device.ts'
import { isOwnLocation, parseSsdp, searchMessage, SSDP_PORT } from '../../../shared/cast/ssdp.ts'
import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { readRenderer } from './read-renderer.ts'

/** A datagram may get lost, and a television that wakes up answers a later one. */
const ASK_AT_MS = [0, 700, 1500]
/** Answers come within so many seconds of a question. */
const MX_SEC = 1
const ANSWER_MS = 3000

/**
 * The renderer at an IPv4 address, asked by itself where a search of the whole network is not heard. UPnP Device
 * Architecture 1.1, 1.3.2. Fails: deviceUnreachable (no answer), deviceBroken.
 */
export async function rendererAt(host: string, signal: AbortSignal): Promise<Result<Renderer>> {
  const location = await locationAt(host, signal)
  return location === null ? fail('deviceUnreachable', `nothing at ${host} answers as a television does`, { host }) : readRenderer(location, signal)
}

function locationAt(host: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const end = (location: string | null) => {
      for (const timer of timers) clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      resolve(location)
      socket.removeAllListeners('message').close()
    }
    const abort = () => { end(null) }
    const ask = () => { for (const message of QUESTIONS(host)) socket.send(message, SSDP_PORT, host, () => undefined) }
    const timers = [...ASK_AT_MS.map((afterMs) => setTimeout(ask, afterMs)), setTimeout(abort, ANSWER_MS)]
    socket.on('error', () => undefined)
    socket.on('message', (bytes, { address }) => {
      const news = parseSsdp(bytes.toString('utf8'))
      if (address === host && news?.kind === 'alive' && isOwnLocation(news.location, host)) end(news.location)
    })
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
  })
}

/** One question names the device, as it should; libupnp's devices answer only to those that name the group. */
const QUESTIONS = (host: string) => [searchMessage(MX_SEC, host), searchMessage(MX_SEC)]

import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import type { DeviceNews } from '../../../shared/cast/device-list.ts'
import { isOwnLocation, parseSsdp, searchMessage, SSDP_ADDRESS, SSDP_PORT } from '../../../shared/cast/ssdp.ts'
import type { Log } from '../../../shared/log.ts'
import { readRenderer } from './read-renderer.ts'

/** A search on one network; closing it stops everything it began. */
export interface DeviceSearch {
  /** Asks again. */
  search(): void
  close(): void
}

const MX_SEC = 2
/** A datagram may get lost, so each search is sent three times. */
const SEND_AT_MS = [0, 500, 1500]
const TTL = 4
/** Descriptions read at once, so that a flood of answers does not become a flood of connections. */
const MAX_READING = 8

/**
 * Looks for renderers from one local address: asks (answers come to this very socket) and listens to what devices announce
 * to the group. UPnP Device Architecture 1.1, 1.
 */
export function findRenderers(localAddress: string, onNews: (news: DeviceNews) => void, log: Log): DeviceSearch {
  const gone = new AbortController()
  /** Descriptions on their way by their place, and whose they are: one that says good-bye meanwhile is not heard of any more. */
  const reading = new Map<string, string>()
  const timers = new Set<NodeJS.Timeout>()

  const heard = async (text: string, from: string) => {
    const news = parseSsdp(text)
    if (news?.kind === 'byebye') {
      for (const [location, usn] of reading) if (usn === news.usn) reading.delete(location)
      onNews({ kind: 'gone', id: news.usn })
    }
    if (news?.kind !== 'alive' || !isOwnLocation(news.location, from) || reading.has(news.location) || reading.size >= MAX_READING) return
    reading.set(news.location, news.usn)
    const device = await readRenderer(news.location, gone.signal)
    if (!reading.delete(news.location) || gone.signal.aborted) return
    if (device.ok) onNews({ kind: 'seen', device: device.value, ttlSec: news.maxAgeSec })
    else log('cast', 'rendererUnreadable', { code: device.error.code })
  }
  const asking = openSocket((text, from) => { void heard(text, from) }, log)
  const listening = openSocket((text, from) => { void heard(text, from) }, log)
  asking.bind({ address: localAddress, port: 0 }, () => {
    asking.setMulticastTTL(TTL)
    asking.setMulticastInterface(localAddress)
    search()
  })
  listening.bind({ port: SSDP_PORT, exclusive: false }, () => {
    // A network that has no multicast is no reason to fail: devices can be added by address.
    try { listening.addMembership(SSDP_ADDRESS, localAddress) } catch (error) { log('cast', 'noMulticast', { message: String(error) }) }
  })

  function search() {
    for (const afterMs of SEND_AT_MS) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (!gone.signal.aborted) asking.send(searchMessage(MX_SEC), SSDP_PORT, SSDP_ADDRESS, () => undefined)
      }, afterMs)
      timers.add(timer)
    }
  }
  return {
    search,
    close: () => {
      if (gone.signal.aborted) return
      gone.abort()
      for (const timer of timers) clearTimeout(timer)
      asking.close()
      listening.close()
    },
  }
}

function openSocket(onDatagram: (text: string, from: string) => void, log: Log): Socket {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  socket.on('message', (bytes, { address }) => { onDatagram(bytes.toString('utf8'), address) })
  socket.on('error', (error) => { log('cast', 'searchFailed', { message: error.message }) })
  return socket
}

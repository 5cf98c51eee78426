import { isIPv4 } from 'node:net'
import multicastDns from 'multicast-dns'
import type { ResponsePacket } from 'multicast-dns'
import type { DeviceNews } from '../../../shared/cast/device-list.ts'
import { toChromecast } from '../../../shared/cast/device.ts'
import type { Log } from '../../../shared/log.ts'
import type { DeviceSearch } from './find-renderers.ts'

const SERVICE = '_googlecast._tcp.local'
/** Records say 120 s; the bounds keep a wrong one from flooding us or living for ever. */
const TTL_SEC = { least: 30, most: 600 }
const MAX_KNOWN = 100

/**
 * Looks for Chromecasts from one local address by mDNS (RFC 6762, 6763). The group is joined and asked on that one network:
 * left to itself the system asks only where the default route leads, which may be a VPN.
 */
export function findChromecasts(localAddress: string, onNews: (news: DeviceNews) => void, log: Log): DeviceSearch {
  const mdns = multicastDns({ interface: localAddress, bind: '0.0.0.0' })
  const idOf = new Map<string, string>()
  let isClosed = false

  mdns.on('error', (error: Error) => { log('cast', 'searchFailed', { message: error.message }) })
  mdns.on('warning', () => undefined)
  mdns.on('response', (packet, { address }) => {
    for (const advertisement of advertisements(packet)) {
      if (advertisement.ttlSec === 0) {
        const id = idOf.get(advertisement.instance)
        if (id !== undefined) onNews({ kind: 'gone', id })
        continue
      }
      const device = advertisement.txt && advertisement.port !== null ? toChromecast(advertisement.txt, advertisement.host ?? address, advertisement.port) : null
      if (!device) continue
      if (idOf.size < MAX_KNOWN) idOf.set(advertisement.instance, device.id)
      onNews({ kind: 'seen', device, ttlSec: Math.min(TTL_SEC.most, Math.max(TTL_SEC.least, advertisement.ttlSec)) })
    }
  })
  const search = () => { if (!isClosed) mdns.query({ questions: [{ name: SERVICE, type: 'PTR' }] }) }
  mdns.on('ready', search)
  return {
    search,
    close: () => {
      if (isClosed) return
      isClosed = true
      mdns.destroy()
    },
  }
}

interface Advertisement {
  readonly instance: string
  readonly ttlSec: number
  readonly txt: ReadonlyMap<string, string> | null
  readonly host: string | null
  readonly port: number | null
}

/** What a packet says of Chromecasts: a PTR record each, with the records that belong to it. */
function advertisements({ answers = [], additionals = [] }: ResponsePacket): Advertisement[] {
  const records = [...answers, ...additionals]
  return answers.flatMap((record) => {
    if (record.type !== 'PTR' || record.name.toLowerCase() !== SERVICE) return []
    const instance = record.data
    const place = records.find((other) => other.type === 'SRV' && other.name === instance)
    const words = records.find((other) => other.type === 'TXT' && other.name === instance)
    const target = place?.type === 'SRV' ? place.data.target : null
    const address = records.find((other) => other.type === 'A' && other.name === target)
    return [{
      instance, ttlSec: record.ttl ?? TTL_SEC.least,
      port: place?.type === 'SRV' ? place.data.port : null,
      host: address?.type === 'A' && isIPv4(address.data) ? address.data : null,
      txt: words?.type === 'TXT' ? readTxt(words.data) : null,
    }]
  })
}

/** `key=value` strings of a TXT record. RFC 6763 6.3. */
function readTxt(data: string | Buffer | readonly (string | Buffer)[]): Map<string, string> {
  const strings = typeof data === 'string' || Buffer.isBuffer(data) ? [data] : data
  return new Map(strings.flatMap((each) => {
    const text = each.toString('utf8')
    const equals = text.indexOf('=')
    return equals > 0 ? [[text.slice(0, equals).toLowerCase(), text.slice(equals + 1)] satisfies [string, string]] : []
  }))
}

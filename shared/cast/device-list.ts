import type { CastDevice, Chromecast, Renderer } from './device.ts'
import { isNamedByAddress } from './device.ts'

/** A device that was seen, until when it counts as there without being seen again. Null = until it says good-bye. */
interface Seen {
  readonly device: CastDevice
  readonly untilMs: number | null
}

/** Devices by id; nothing else is known of them here. */
export type DeviceList = ReadonlyMap<string, Seen>

export type DeviceNews =
  | { readonly kind: 'seen'; readonly device: CastDevice; readonly ttlSec: number | null }
  | { readonly kind: 'gone'; readonly id: string }
  | { readonly kind: 'tick' }

/** More than any home has; a network that invents devices ends here. */
const MAX_DEVICES = 100

/** The list after a piece of news. The same list when nothing changed. */
export function stepDevices(list: DeviceList, news: DeviceNews, nowMs: number): DeviceList {
  switch (news.kind) {
    case 'seen': return seen(list, news.device, news.ttlSec === null ? null : nowMs + news.ttlSec * 1000)
    case 'gone': return list.has(news.id) ? without(list, (id) => id === news.id) : list
    case 'tick': return without(list, (_id, { untilMs }) => untilMs !== null && untilMs <= nowMs)
  }
}

/** A Chromecast added by its address has that for a name, until it says its own. */
function seen(list: DeviceList, device: CastDevice, untilMs: number | null): DeviceList {
  const sameDoor = device.kind === 'chromecast' ? chromecastsAt(list, device).filter(({ id }) => id !== device.id) : []
  if (device.kind === 'chromecast' && isNamedByAddress(device) && sameDoor.length > 0) return list
  const left = without(list, (id) => sameDoor.some((other) => other.id === id && isNamedByAddress(other)))
  if (!left.has(device.id) && left.size >= MAX_DEVICES) return list
  return new Map(left).set(device.id, { device, untilMs })
}

/** The Chromecasts that answer at one address and port; more than one only where a network invents them. */
export function chromecastsAt(list: DeviceList, { host, port }: Pick<Chromecast, 'host' | 'port'>): readonly Chromecast[] {
  return [...list.values()].flatMap(({ device }) => (device.kind === 'chromecast' && device.host === host && device.port === port ? [device] : []))
}

function without(list: DeviceList, isOut: (id: string, seen: Seen) => boolean): DeviceList {
  const left = [...list].filter(([id, seen]) => !isOut(id, seen))
  return left.length === list.size ? list : new Map(left)
}

/** One line of the cast menu: a device, and the other way to the same one when it speaks both languages. */
export interface DeviceEntry {
  readonly device: CastDevice
  readonly also: CastDevice | null
}

/**
 * One entry a device, in the order of names: a television that offers both is one entry with Google Cast first. The two are
 * the same when one has the other's unique name, or when they answer from one address of the network and each is the only
 * one of its kind there. On this computer several programs may answer: there the unique names alone count.
 */
export function deviceEntries(list: DeviceList): readonly DeviceEntry[] {
  const devices = [...list.values()].map(({ device }) => device)
  const chromecasts = devices.filter((device) => device.kind === 'chromecast')
  const renderers = devices.filter((device) => device.kind === 'renderer')
  const isAlone = (all: readonly (Chromecast | Renderer)[], { host }: Chromecast | Renderer) => all.filter((other) => other.host === host).length === 1
  const areOne = (cast: Chromecast, renderer: Renderer) => bareId(renderer.id) === bareId(cast.id)
    || (cast.host === renderer.host && !isLoopback(cast.host) && isAlone(chromecasts, cast) && isAlone(renderers, renderer))
  return devices
    .filter((device) => device.kind !== 'renderer' || !chromecasts.some((cast) => areOne(cast, device)))
    .map((device) => ({ device, also: device.kind === 'chromecast' ? renderers.find((renderer) => areOne(device, renderer)) ?? null : null }))
    .sort((a, b) => rank(a.device) - rank(b.device) || a.device.name.localeCompare(b.device.name) || (a.device.id < b.device.id ? -1 : 1))
}

/** A UUID as its hexadecimal digits, whichever of its spellings a protocol uses. */
const bareId = (id: string) => id.toLowerCase().replace(/^uuid:|-/g, '')
const isLoopback = (host: string) => host.startsWith('127.')

/** Televisions before the programs of this computer. */
const rank = ({ kind }: CastDevice) => (kind === 'program' ? 1 : 0)

import type { CastDevice } from './device.ts'

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
    case 'seen': {
      if (!list.has(news.device.id) && list.size >= MAX_DEVICES) return list
      return new Map(list).set(news.device.id, { device: news.device, untilMs: news.ttlSec === null ? null : nowMs + news.ttlSec * 1000 })
    }
    case 'gone': return list.has(news.id) ? without(list, (id) => id === news.id) : list
    case 'tick': return without(list, (_id, { untilMs }) => untilMs !== null && untilMs <= nowMs)
  }
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
 * the same when they answer from one address and one of them is the only one of its kind there.
 */
export function deviceEntries(list: DeviceList): readonly DeviceEntry[] {
  const devices = [...list.values()].map(({ device }) => device)
  const partnerOf = (device: CastDevice) => onlyOne(devices.filter((other) => device.kind !== 'program' && other.kind !== 'program' && other.kind !== device.kind && other.host === device.host))
  const isSecond = (device: CastDevice) => {
    const partner = device.kind === 'renderer' ? partnerOf(device) : null
    return partner !== null && partnerOf(partner) === device
  }
  return devices
    .filter((device) => !isSecond(device))
    .map((device) => ({ device, also: device.kind === 'chromecast' && partnerOf(device) && isSecond(partnerOf(device) ?? device) ? partnerOf(device) : null }))
    .sort((a, b) => rank(a.device) - rank(b.device) || a.device.name.localeCompare(b.device.name) || (a.device.id < b.device.id ? -1 : 1))
}

const onlyOne = (devices: readonly CastDevice[]) => (devices.length === 1 ? devices[0] ?? null : null)

/** Televisions before the programs of this computer. */
const rank = ({ kind }: CastDevice) => (kind === 'program' ? 1 : 0)

import type { CastDevice, Program } from '../../../shared/cast/device.ts'
import { chromecastsAt, deviceEntries, stepDevices } from '../../../shared/cast/device-list.ts'
import type { DeviceEntry, DeviceList, DeviceNews } from '../../../shared/cast/device-list.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import { deviceAt } from './device-at.ts'
import { findChromecasts } from './find-chromecasts.ts'
import type { DeviceSearch } from './find-renderers.ts'
import { findRenderers } from './find-renderers.ts'
import { findPrograms } from './find-programs.ts'
import { lanAddresses } from './lan-interfaces.ts'

/** The devices of all networks of this computer, as they come and go. */
export interface DeviceFinder {
  /** Begins to look, or asks everybody again. */
  search(): void
  entries(): readonly DeviceEntry[]
  /** Looks for the players of this computer alone. */
  findPrograms(): Promise<void>
  find(id: string): CastDevice | null
  /** A device the person named by address: `host`, `host:port`, or the address of a description. Fails: deviceUnreachable, deviceBroken. */
  add(address: string, signal: AbortSignal): Promise<Result<CastDevice>>
  close(): void
}

export interface DeviceFinderWorld {
  readonly allowLoopback: boolean
  readonly onChange: (entries: readonly DeviceEntry[]) => void
  /** Where players of this computer may lie. */
  readonly programs?: () => readonly Program[]
  readonly clock: () => number
  readonly log: Log
}

/** Networks come and go (a cable, Wi-Fi, a VPN) without an event. */
const LOOK_AROUND_MS = 5000
/** Half of the shortest life of an advertisement. */
const SEARCH_AGAIN_MS = 30_000

/** Looks nowhere until it is asked to. One search a network and language; the list shrinks when a device goes. */
export function createDeviceFinder({ allowLoopback, onChange, clock, log, programs = () => [] }: DeviceFinderWorld): DeviceFinder {
  const searches = new Map<string, readonly DeviceSearch[]>()
  const timers: NodeJS.Timeout[] = []
  let list: DeviceList = new Map()

  const tell = (news: DeviceNews) => {
    const next = stepDevices(list, news, clock())
    if (next === list) return
    const before = JSON.stringify(deviceEntries(list))
    list = next
    if (JSON.stringify(deviceEntries(next)) !== before) onChange(deviceEntries(next))
  }
  const lookAround = () => {
    const here = lanAddresses(allowLoopback)
    for (const [address, open] of searches) {
      if (here.includes(address)) continue
      for (const search of open) search.close()
      searches.delete(address)
    }
    for (const address of here) if (!searches.has(address)) searches.set(address, [findRenderers(address, tell, log), findChromecasts(address, tell, log)])
    tell({ kind: 'tick' })
  }
  const searchAll = () => { for (const open of searches.values()) for (const search of open) search.search() }

  const lookForPrograms = async () => {
    const found = await findPrograms(programs())
    for (const device of found) tell({ kind: 'seen', device, ttlSec: null })
  }

  return {
    findPrograms: lookForPrograms,
    search: () => {
      const isFirst = timers.length === 0
      void lookForPrograms()
      lookAround()
      if (!isFirst) searchAll()
      else timers.push(setInterval(lookAround, LOOK_AROUND_MS), setInterval(searchAll, SEARCH_AGAIN_MS))
    },
    entries: () => deviceEntries(list),
    find: (id) => list.get(id)?.device ?? null,
    add: async (address, signal) => {
      const device = await deviceAt(address, signal)
      if (!device.ok) return device
      tell({ kind: 'seen', device: device.value, ttlSec: null })
      // It may have been found already, and have a name.
      return ok((device.value.kind === 'chromecast' ? chromecastsAt(list, device.value)[0] : null) ?? device.value)
    },
    close: () => {
      for (const timer of timers.splice(0)) clearInterval(timer)
      for (const open of searches.values()) for (const search of open) search.close()
      searches.clear()
    },
  }
}

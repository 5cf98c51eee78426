import type { CastPhase } from '../../../shared/cast/cast-media.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { CastWorld } from './cast-world.ts'

/** How a device is reached: where it is, and our address on the way to it. */
export interface Way {
  readonly device: CastDevice
  readonly localAddress: string
}

/** Looks now and then whether the way to a device is still the one it was. */
export interface WayWatch {
  /** The way as it is now; null when it is not time to look again, or there is none. */
  look(device: CastDevice, phase: CastPhase): Promise<Way | null>
}

/** Networks come and go without an event. */
const WAY_MS = 3000
/** A device that stands still may have got another address: everybody is asked. */
const SEARCH_MS = 9000

export function createWayWatch(world: Pick<CastWorld, 'clock' | 'findDevice' | 'searchDevices' | 'localAddressTo'>): WayWatch {
  let lookedAtMs = world.clock()
  let searchedAtMs = lookedAtMs

  /** One that waits for bytes is where it was; one that moved away is heard of when it is asked for. */
  const searchFor = (phase: CastPhase) => {
    if (phase !== 'buffering' || world.clock() - searchedAtMs < SEARCH_MS) return
    searchedAtMs = world.clock()
    world.searchDevices()
  }

  return {
    look: async (known, phase) => {
      if (world.clock() - lookedAtMs < WAY_MS) return null
      lookedAtMs = world.clock()
      searchFor(phase)
      const device = world.findDevice(known.id) ?? known
      const localAddress = await world.localAddressTo(device)
      return localAddress === null ? null : { device, localAddress }
    },
  }
}

/** Whether what a device was given leads nowhere, because another way leads to it now. */
export function isOtherWay(now: Way, before: Way): boolean {
  return now.localAddress !== before.localAddress || addressOf(now.device) !== addressOf(before.device)
}

const addressOf = (device: CastDevice) => (device.kind === 'program' ? '' : device.kind === 'renderer' ? device.location : `${device.host}:${String(device.port)}`)

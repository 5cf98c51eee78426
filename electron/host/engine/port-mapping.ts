import type { NatTraversal } from 'webtorrent'
import type { MappingState } from '../../../shared/network/reach.ts'

/**
 * The router's part: asks it (NAT-PMP, then UPnP) to let peers in by our ports, and again before its word expires.
 * Invariant: one wish at a time is carried out, the newest; what a former one opened is closed first.
 */
export interface PortMapping {
  readonly state: () => MappingState
  /** The ports to be open, the first one being what the state speaks of; none = close what is open. */
  want(ports: readonly MappedPort[]): void
  /** Closes what is open. */
  close(): Promise<void>
}

export interface MappedPort {
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
}

/** A router is asked for two hours; asked every hour, it may miss once. */
const RENEW_MS = 60 * 60 * 1000

/** Without a way to the router (no network) every answer is no. */
export function createPortMapping(nat: NatTraversal | null): PortMapping {
  let wanted: readonly MappedPort[] = []
  let opened: readonly MappedPort[] = []
  let state: MappingState = 'off'
  let working: Promise<void> = Promise.resolve()

  const open = async (each: MappedPort) => await nat?.map({ publicPort: each.port, privatePort: each.port, protocol: each.protocol, description: 'Millrace' }).catch(() => false) ?? false
  const shut = async (each: MappedPort) => { await nat?.unmap({ publicPort: each.port, privatePort: each.port, protocol: each.protocol }).catch(() => false) }

  const carryOut = async (wish: readonly MappedPort[]) => {
    if (wish !== wanted) return
    for (const each of opened) if (!wish.some((other) => isSame(each, other))) await shut(each)
    opened = []
    const answers: boolean[] = []
    for (const each of wish) {
      if (wish !== wanted) return
      // A mapping that was asked for may be there whatever the answer was: it is closed in the end.
      opened = [...opened, each]
      answers.push(await open(each))
    }
    if (wish === wanted) state = wish.length === 0 ? 'off' : answers[0] === true ? 'open' : 'refused'
  }
  const want = (ports: readonly MappedPort[]) => {
    wanted = ports
    state = ports.length === 0 ? 'off' : 'asking'
    working = working.then(() => carryOut(ports))
  }
  const renewal = setInterval(() => {
    if (wanted.length > 0) working = working.then(() => carryOut(wanted))
  }, RENEW_MS)
  renewal.unref()

  return {
    want,
    state: () => state,
    close: async () => {
      clearInterval(renewal)
      wanted = []
      // Closes what is open itself.
      await nat?.destroy().catch(() => undefined)
    },
  }
}

function isSame(a: MappedPort, b: MappedPort): boolean {
  return a.port === b.port && a.protocol === b.protocol
}

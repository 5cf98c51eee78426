import { startLabProcess } from '../lab-process.ts'
import type { LabProcess } from '../lab-process.ts'
import { mustRun } from '../run-tool.ts'
import { waitUntil } from '../wait-until.ts'

/** A program in a network namespace of its own; ours has the first address of the network, the program the second. */
export interface Cabled {
  readonly process: LabProcess
  readonly ourAddress: string
  readonly itsAddress: string
  /** Our end of the cable. */
  readonly ourCard: string
  /** Gives its end another address, as a router does after a while; connections to the old one hear nothing any more. */
  readonly moveTo: (address: string) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Starts a program behind a pair of virtual cards, with multicast on its end; `command` is told its card and its address.
 * To be used inside a namespace that may be changed.
 */
export async function startBehindCable(network: string, command: (card: string, address: string) => readonly string[]): Promise<Cabled> {
  const [ourAddress, itsAddress] = [`${network}.1`, `${network}.2`]
  const cards = `v${network.replaceAll('.', '')}`
  const [ours, theirs] = [`${cards}a`, `${cards}b`]
  const inside = [
    'ip link set lo up', `until ip link show ${theirs} >/dev/null 2>&1; do sleep 0.05; done`,
    `ip address add ${itsAddress}/24 dev ${theirs}`, `ip link set ${theirs} up`, `ip route add 224.0.0.0/4 dev ${theirs}`, 'exec "$@"',
  ]
  const program = startLabProcess('unshare', ['-n', 'sh', '-c', inside.join(' && '), 'sh', ...command(theirs, itsAddress)])
  await waitUntil('the namespace of the program exists', async () => (await mustRun('readlink', [`/proc/${program.pid}/ns/net`])) !== (await mustRun('readlink', ['/proc/self/ns/net'])))
  await mustRun('ip', ['link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs])
  await mustRun('ip', ['link', 'set', theirs, 'netns', String(program.pid)])
  await mustRun('ip', ['address', 'add', `${ourAddress}/24`, 'dev', ours])
  await mustRun('ip', ['link', 'set', ours, 'up'])
  return {
    process: program, ourAddress, itsAddress, ourCard: ours,
    moveTo: async (address) => {
      const there = ['--net', '--target', String(program.pid), 'ip']
      await mustRun('nsenter', [...there, 'address', 'add', `${address}/24`, 'dev', theirs])
      await mustRun('nsenter', [...there, 'address', 'del', `${itsAddress}/24`, 'dev', theirs])
      await mustRun('nsenter', [...there, 'address', 'replace', `${address}/24`, 'dev', theirs])
    },
    close: async () => {
      await program.close()
      await mustRun('ip', ['link', 'delete', ours]).catch(() => undefined)
    },
  }
}

import { startLabProcess } from '../lab-process.ts'
import { mustRun } from '../run-tool.ts'
import { waitUntil } from '../wait-until.ts'
import type { Receiver } from './receiver.ts'

/** A second network with a renderer in it; ours has the first address, the renderer the second. */
export interface RendererNetwork extends Receiver {
  readonly ourAddress: string
  readonly itsAddress: string
  /** Our end of the cable. */
  readonly ourCard: string
}

/**
 * gmediarender in a network namespace of its own, reached over a pair of virtual cards: it refuses loopback. `sync=true`
 * makes it play at the film's pace instead of swallowing the file. To be used inside a namespace that may be changed.
 */
export async function startGmediarender(name: string, network = '10.9.0'): Promise<RendererNetwork> {
  const [ourAddress, itsAddress] = [`${network}.1`, `${network}.2`]
  const cards = `v${network.replaceAll('.', '')}`
  const [ours, theirs] = [`${cards}a`, `${cards}b`]
  const inside = [
    'ip link set lo up', `until ip link show ${theirs} >/dev/null 2>&1; do sleep 0.05; done`,
    `ip address add ${itsAddress}/24 dev ${theirs}`, `ip link set ${theirs} up`, `ip route add 224.0.0.0/4 dev ${theirs}`,
    `exec gmediarender -I ${theirs} -f '${name}' -u ${uuidFor(network)} --gstout-audiopipe='fakesink sync=true' --gstout-videopipe='fakesink sync=true'`,
  ]
  const renderer = startLabProcess('unshare', ['-n', 'sh', '-c', inside.join(' && ')])
  await waitUntil('the namespace of the renderer exists', async () => (await mustRun('readlink', [`/proc/${renderer.pid}/ns/net`])) !== (await mustRun('readlink', ['/proc/self/ns/net'])))
  await mustRun('ip', ['link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs])
  await mustRun('ip', ['link', 'set', theirs, 'netns', String(renderer.pid)])
  await mustRun('ip', ['address', 'add', `${ourAddress}/24`, 'dev', ours])
  await mustRun('ip', ['link', 'set', ours, 'up'])
  return {
    name, ourAddress, itsAddress, ourCard: ours, signal: renderer.signal,
    close: async () => {
      await renderer.close()
      await mustRun('ip', ['link', 'delete', ours]).catch(() => undefined)
    },
  }
}

const uuidFor = (network: string) => `0bd72a4e-0000-4000-8000-${network.replaceAll('.', '').padStart(12, '0')}`

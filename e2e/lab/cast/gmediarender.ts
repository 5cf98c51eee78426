import type { Cabled } from './cable.ts'
import { startBehindCable } from './cable.ts'
import type { Receiver } from './receiver.ts'

/** A second network with a renderer in it; ours has the first address, the renderer the second. */
export type RendererNetwork = Receiver & Pick<Cabled, 'ourAddress' | 'itsAddress' | 'ourCard'>

/**
 * gmediarender in a network namespace of its own: it refuses loopback. `sync=true` makes it play at the film's pace
 * instead of swallowing the file.
 */
export async function startGmediarender(name: string, network = '10.9.0'): Promise<RendererNetwork> {
  const { process, ...cable } = await startBehindCable(network, (card) => [
    'gmediarender', '-I', card, '-f', name, '-u', uuidFor(network), '--gstout-audiopipe=fakesink sync=true', '--gstout-videopipe=fakesink sync=true',
  ])
  return { ...cable, name, signal: process.signal }
}

const uuidFor = (network: string) => `0bd72a4e-0000-4000-8000-${network.replaceAll('.', '').padStart(12, '0')}`

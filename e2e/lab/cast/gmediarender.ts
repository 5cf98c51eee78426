import { waitUntil } from '../wait-until.ts'
import type { Cabled } from './cable.ts'
import { startBehindCable } from './cable.ts'
import type { Receiver } from './receiver.ts'

/** A second network with a renderer in it; ours has the first address, the renderer the second. */
export type RendererNetwork = Receiver & Pick<Cabled, 'ourAddress' | 'itsAddress' | 'ourCard'>

/** Now and then it ends by an assertion of its own at the first thing it is told; one that survived that stays. */
const STARTS = 4
const START_MS = 30_000

/**
 * gmediarender in a network namespace of its own: it refuses loopback. `sync=true` makes it play at the film's pace
 * instead of swallowing the file.
 */
export async function startGmediarender(name: string, network = '10.9.0'): Promise<RendererNetwork> {
  for (let start = 1; start <= STARTS; start++) {
    const { process, ...cable } = await startBehindCable(network, (card) => [
      'gmediarender', '-I', card, '-f', name, '-u', uuidFor(network), '--gstout-audiopipe=fakesink sync=true', '--gstout-videopipe=fakesink sync=true',
    ])
    let hasEnded = false
    void process.ended.then(() => { hasEnded = true })
    await waitUntil(`${name} obeys`, async () => hasEnded || await obeys(cable.itsAddress), START_MS)
    if (!hasEnded) return { ...cable, name, signal: process.signal }
    await cable.close()
  }
  throw new Error(`gmediarender ended ${String(STARTS)} times as soon as it was told anything`)
}

const uuidFor = (network: string) => `0bd72a4e-0000-4000-8000-${network.replaceAll('.', '').padStart(12, '0')}`

/** Tells it to stop what it does not play. */
async function obeys(address: string): Promise<boolean> {
  const answer = await fetch(`http://${address}:49494/upnp/control/rendertransport1`, { method: 'POST', body: STOP, headers: { 'content-type': 'text/xml; charset="utf-8"', 'soapaction': '"urn:schemas-upnp-org:service:AVTransport:1#Stop"' }, signal: AbortSignal.timeout(3000) }).catch(() => null)
  await answer?.text().catch(() => undefined)
  return answer !== null
}

const STOP = '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:Stop xmlns:u="urn:schemas-upnp-org:service:AVTransport:1"><InstanceID>0</InstanceID></u:Stop></s:Body></s:Envelope>'

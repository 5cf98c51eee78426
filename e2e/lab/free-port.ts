import { once } from 'node:events'
import { createServer } from 'node:net'

/** The port a server listens on; throws when it does not listen on a network address. */
export function portOf(server: { address: () => string | { port: number } | null }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}

/** A port that was free a moment ago on the given address: for programs that cannot pick one and tell. */
export async function findFreePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const port = portOf(probe)
  probe.close()
  await once(probe, 'close')
  return port
}

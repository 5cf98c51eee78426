import type { Server } from 'node:http'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { errnoOf } from '../errno.ts'

export interface ListenAddress {
  readonly address: string
  /** 0 = any free port. */
  readonly port: number
  readonly portIsFixed: boolean
}

/** Listens and answers with the port; a port that cannot be had is replaced unless it is fixed. Fails: portInUse. */
export async function listenOn(server: Server, { address, port, portIsFixed }: ListenAddress): Promise<Result<number>> {
  const first = await tryListen(server, address, port)
  if (first.ok || portIsFixed || port === 0) return first
  return tryListen(server, address, 0)
}

function tryListen(server: Server, host: string, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    const onError = (error: Error) => {
      server.off('listening', onListening)
      resolve(fail('portInUse', refusal(errnoOf(error), port), { port }))
    }
    const onListening = () => {
      server.off('error', onError)
      const bound = server.address()
      resolve(ok(typeof bound === 'object' && bound ? bound.port : port))
    }
    server.once('error', onError).once('listening', onListening)
    server.listen({ host, port, exclusive: true })
  })
}

function refusal(code: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${String(port)} is used by another program. Choose another one, or none for any free port.`
  return `Port ${String(port)} cannot be opened (${code}). Choose another one above 1023, or none for any free port.`
}

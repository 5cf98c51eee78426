import { connect } from 'node:net'

/** A real renderer that runs; it is found as any other, by asking the network. */
export interface Receiver {
  readonly name: string
  readonly signal: (name: NodeJS.Signals) => void
  readonly close: () => Promise<void>
}

/** Whether somebody listens there. */
export function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true)).once('timeout', () => end(false)).once('error', () => end(false))
  })
}

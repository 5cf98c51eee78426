import type { Duplex } from 'node:stream'

/** Answers the requests of one connection one after the other. */
export interface Turns {
  /** Runs work when all earlier work of the socket is done; false, and nothing runs, when too much waits already. */
  take(socket: Duplex, work: () => Promise<void>): boolean
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>
}

/**
 * Pipelined requests would else all be read for at once, each with a claim on the swarm, while the client can only take
 * the first. Invariant: at most one piece of work runs for each socket. Work must not reject.
 */
export function createTurns(maxWaiting: number): Turns {
  const lines = new Map<Duplex, { tail: Promise<void>; length: number }>()

  return {
    take(socket, work) {
      const line = lines.get(socket)
      if (line && line.length > maxWaiting) return false
      const entry = line ?? { tail: Promise.resolve(), length: 0 }
      entry.length += 1
      entry.tail = (line ? entry.tail.then(work) : work()).then(() => {
        entry.length -= 1
        if (entry.length === 0) lines.delete(socket)
      })
      lines.set(socket, entry)
      return true
    },
    async idle() {
      while (lines.size > 0) await Promise.all([...lines.values()].map(({ tail }) => tail))
    },
  }
}

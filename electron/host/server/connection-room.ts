import type { Duplex } from 'node:stream'

/** Keeps the number of connections within a limit: who has asked for something stays, who merely holds a line makes room. */
export interface ConnectionRoom {
  /** Call for every new connection; it may be closed at once. */
  enter(socket: Duplex): void
  /** A request of the connection is being answered; call the answer when it is over. */
  answering(socket: Duplex): () => void
}

/**
 * Without this, clients that connect and say nothing would keep the player out until their time is up. Invariant: at most
 * `limit` connections are open after each call, and none that is being answered was closed for another one.
 */
export function createConnectionRoom(limit: number): ConnectionRoom {
  /** Open requests by connection, the one that came or became quiet longest ago first. */
  const open = new Map<Duplex, number>()

  const change = (socket: Duplex, by: number) => {
    const requests = open.get(socket)
    if (requests === undefined) return
    open.delete(socket)
    open.set(socket, requests + by)
  }

  return {
    enter: (socket) => {
      open.set(socket, 0)
      socket.once('close', () => { open.delete(socket) })
      if (open.size <= limit) return
      const [quiet = socket] = [...open].filter(([, requests]) => requests === 0).map(([each]) => each)
      open.delete(quiet)
      quiet.destroy()
    },
    answering: (socket) => {
      change(socket, 1)
      return () => { change(socket, -1) }
    },
  }
}

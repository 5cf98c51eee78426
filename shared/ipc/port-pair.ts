import type { RpcPort } from './rpc-message.ts'

/** Two ports in one process, each delivering to the other later, in order; closing either closes both. For tests and tools. */
export interface PortPair {
  readonly left: RpcPort
  readonly right: RpcPort
  close(): void
}

/** `copy` stands for the structured clone of a real port. */
export function createPortPair(copy: (message: unknown) => unknown = (message) => message): PortPair {
  const left = createEnd()
  const right = createEnd()
  let open = true
  const toPort = (own: End, other: End): RpcPort => ({
    post: (message) => { if (open) deliverLater(other, copy(message), () => open) },
    onMessage: (listener) => { own.listeners.push(listener) },
    onClose: (listener) => { own.closers.push(listener) },
  })
  const close = () => {
    if (!open) return
    open = false
    for (const closer of [...left.closers, ...right.closers]) closer()
  }
  return { left: toPort(left, right), right: toPort(right, left), close }
}

interface End {
  readonly listeners: ((message: unknown) => void)[]
  readonly closers: (() => void)[]
}

function createEnd(): End {
  return { listeners: [], closers: [] }
}

function deliverLater(end: End, message: unknown, isOpen: () => boolean): void {
  void Promise.resolve().then(() => { if (isOpen()) for (const listener of end.listeners) listener(message) })
}

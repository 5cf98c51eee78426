import type { RpcPort } from '../../shared/ipc/rpc-message.ts'

/** The port to whoever started this process: Electron's main as a utility process, any Node program as its child. */
export function openParentPort(): RpcPort | null {
  if (process.parentPort) return utilityPort(process.parentPort)
  return process.send === undefined ? null : childPort()
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
}

/** Electron ends a utility process together with main, so that there is no close to hear of. */
function utilityPort(parent: ParentPort): RpcPort {
  return {
    post: (message) => { parent.postMessage(message) },
    onMessage: (listener) => { parent.on('message', (event) => { listener(event.data) }) },
    onClose: () => undefined,
  }
}

function childPort(): RpcPort {
  return {
    post: (message) => { if (process.connected) process.send?.(message, undefined, undefined, () => undefined) },
    onMessage: (listener) => { process.on('message', listener) },
    onClose: (listener) => { process.once('disconnect', listener) },
  }
}

import { toAppError } from '../shared/errors.ts'
import type { Bridge as SharedBridge } from '../shared/ipc/bridge.ts'

/** What the page may ask of the rest of the program. The only file that touches the object of the preload. */
export type Bridge = SharedBridge<File>

declare global {
  interface Window {
    readonly bridge: Bridge
  }
}

/** Wraps the preload's object so that a call never rejects. */
export function connectBridge(source: Bridge = window.bridge): Bridge {
  return {
    call: async (name, args) => {
      try {
        return await source.call(name, args)
      } catch (thrown) {
        return { ok: false, error: toAppError(thrown) }
      }
    },
    notify: (name, value) => { source.notify(name, value) },
    on: (name, listener) => source.on(name, listener),
    pathForFile: (file) => source.pathForFile(file),
  }
}

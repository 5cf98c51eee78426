import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { CommandName, EventName, NoticeName } from '../../shared/ipc/contract.ts'

/**
 * The contract's names, written in when the program is built (electron.vite.config.ts): the contract itself would come with its validators,
 * which nobody asks here, and the page would wait until they are made.
 */
declare const CONTRACT_NAMES: { readonly commands: readonly CommandName[]; readonly notices: readonly NoticeName[]; readonly events: readonly EventName[] }

/**
 * The page's only way out. It holds the names of the contract and nothing else: what is not in them cannot be sent,
 * and what comes back carries no event object.
 */
const names = CONTRACT_NAMES
const commands: ReadonlySet<string> = new Set(names.commands)
const notices: ReadonlySet<string> = new Set(names.notices)
const events: ReadonlySet<string> = new Set(names.events)

const bridge: Bridge<File> = {
  call: async (name, args) => {
    if (!commands.has(name)) return { ok: false, error: { code: 'invalidMessage', message: `${String(name).slice(0, 64)} is not a command`, details: {} } }
    return ipcRenderer.invoke(name, args)
  },
  notify: (name, value) => { if (notices.has(name)) ipcRenderer.send(name, value) },
  on: (name, listener) => {
    if (!events.has(name)) return () => undefined
    const forward = (_event: unknown, value: Parameters<typeof listener>[0]) => { listener(value) }
    ipcRenderer.on(name, forward)
    return () => { ipcRenderer.off(name, forward) }
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('bridge', bridge)

import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { findFreePort } from './free-port.ts'
import { startLabProcess } from './lab-process.ts'
import type { LabProcess } from './lab-process.ts'
import { createTempFolder } from './temp-folder.ts'
import { waitUntil } from './wait-until.ts'

export interface LabProxySpec {
  readonly kind: 'socks5' | 'http'
  /** Whoever has no such login is refused. */
  readonly login?: { readonly user: string; readonly password: string }
  /** Ports it connects to (HTTP alone); all unless given. */
  readonly ports?: readonly number[]
  /** Where it listens. */
  readonly host?: string
  /** Where it sends from; what it reaches sees this address. */
  readonly source?: string
}

/** A proxy that other people made (microsocks, tinyproxy), in a process of its own. */
export interface LabProxy {
  readonly kind: LabProxySpec['kind']
  readonly host: string
  readonly port: number
  /** What it wrote down last: on a line each, whom it connected to. */
  readonly journal: () => string
  /** It is gone, and its connections with it. */
  readonly stop: () => Promise<void>
  /** It is there again at the same place. */
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a proxy and waits until it listens. */
export async function startProxy(spec: LabProxySpec): Promise<LabProxy> {
  const folder = await createTempFolder('proxy')
  const host = spec.host ?? '127.0.0.1'
  const port = await findFreePort(host)
  let running: LabProcess | null = null
  let said = ''
  const start = async () => {
    const process = spec.kind === 'socks5' ? startMicrosocks(spec, host, port) : await startTinyproxy(spec, host, port, folder.path)
    process.onLine((line) => { said += `${line}\n` })
    running = process
    await waitUntil('the proxy listens', () => answersAt(host, port))
  }
  const stop = async () => {
    said += running?.complaints() ?? ''
    await running?.close()
    running = null
  }
  await start()
  return {
    kind: spec.kind, host, port, start, stop,
    journal: () => `${said}${running?.complaints() ?? ''}`,
    close: async () => {
      await stop()
      await folder.close()
    },
  }
}

function startMicrosocks({ login, source }: LabProxySpec, host: string, port: number): LabProcess {
  return startLabProcess('microsocks', ['-i', host, '-p', String(port), ...(login ? ['-u', login.user, '-P', login.password] : []), ...(source === undefined ? [] : ['-b', source])])
}

async function startTinyproxy({ login, ports = [], source }: LabProxySpec, host: string, port: number, folder: string): Promise<LabProcess> {
  const file = path.join(folder, 'tinyproxy.conf')
  const lines = [`Port ${String(port)}`, `Listen ${host}`, 'Timeout 60', 'LogLevel Connect', 'MaxClients 100', ...(source === undefined ? [] : [`Bind ${source}`]), ...(login ? [`BasicAuth ${login.user} ${login.password}`] : []), ...ports.map((each) => `ConnectPort ${String(each)}`)]
  await writeFile(file, `${lines.join('\n')}\n`)
  return startLabProcess('tinyproxy', ['-d', '-c', file])
}

function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => { resolve(false) })
  })
}

import path from 'node:path'
import { findFreePort } from '../free-port.ts'
import { startLabProcess } from '../lab-process.ts'
import type { LabProcess } from '../lab-process.ts'
import { mustRun } from '../run-tool.ts'
import { createTempFolder } from '../temp-folder.ts'
import type { Cabled } from './cable.ts'
import { startBehindCable } from './cable.ts'

/** A Chromecast of the protocol's level, as a program of its own. */
export interface LabChromecast {
  readonly name: string
  readonly address: string
  readonly port: number
  /** What it said so far and says: see chromecast-program.ts. */
  readonly process: LabProcess
  readonly close: () => Promise<void>
}

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** It is a program in TypeScript: on a computer with twenty times too much to do it took half a minute to begin. */
const START_MS = 60_000

/** Starts it at a local address; its certificate is its own, as on real ones. */
export async function startChromecast(name: string, address = '127.0.0.1'): Promise<LabChromecast> {
  const folder = await createTempFolder('chromecast')
  const port = await findFreePort(address)
  const program = startLabProcess(process.execPath, await programArgs(folder.path, name, address, port))
  await program.waitForLine((line) => line.includes('"listening"'), START_MS)
  return {
    name, address, port, process: program,
    close: async () => {
      await program.close()
      await folder.close()
    },
  }
}

/** The same in a network of its own, where its address may change. */
export async function startCabledChromecast(name: string, network: string): Promise<LabChromecast & { readonly moveTo: Cabled['moveTo'] }> {
  const folder = await createTempFolder('chromecast')
  const address = `${network}.2`
  const args = await programArgs(folder.path, name, address, CAST_PORT)
  const cable = await startBehindCable(network, () => [process.execPath, ...args])
  await cable.process.waitForLine((line) => line.includes('"listening"'), START_MS)
  return {
    name, address, port: CAST_PORT, process: cable.process,
    moveTo: async (to) => {
      await cable.moveTo(to)
      cable.process.send(`address ${to}`)
    },
    close: async () => {
      await cable.close()
      await folder.close()
    },
  }
}

/** Where real ones listen. */
const CAST_PORT = 8009

async function programArgs(folder: string, name: string, address: string, port: number): Promise<readonly string[]> {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  await mustRun('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Chromecast', '-keyout', key, '-out', cert])
  return ['--import', path.join(ROOT, 'build/run-ts.mjs'), path.join(import.meta.dirname, 'chromecast-program.ts'), name, address, String(port), key, cert]
}

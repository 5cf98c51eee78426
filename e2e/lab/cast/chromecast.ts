import path from 'node:path'
import { findFreePort } from '../free-port.ts'
import { startLabProcess } from '../lab-process.ts'
import type { LabProcess } from '../lab-process.ts'
import { mustRun } from '../run-tool.ts'
import { createTempFolder } from '../temp-folder.ts'

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

/** Starts it at a local address; its certificate is its own, as on real ones. */
export async function startChromecast(name: string, address = '127.0.0.1'): Promise<LabChromecast> {
  const folder = await createTempFolder('chromecast')
  const [key, cert] = [path.join(folder.path, 'key.pem'), path.join(folder.path, 'cert.pem')]
  await mustRun('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Chromecast', '-keyout', key, '-out', cert])
  const port = await findFreePort(address)
  const program = startLabProcess(process.execPath, ['--import', path.join(ROOT, 'build/run-ts.mjs'), path.join(import.meta.dirname, 'chromecast-program.ts'), name, address, String(port), key, cert])
  await program.waitForLine((line) => line.includes('"listening"'))
  return {
    name, address, port, process: program,
    close: async () => {
      await program.close()
      await folder.close()
    },
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A folder of its own below the system's temporary directory; close() removes it with everything in it. */
export interface TempFolder {
  readonly path: string
  readonly close: () => Promise<void>
}

/** Makes a temporary folder whose name says what it is for. */
export async function createTempFolder(purpose: string): Promise<TempFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `millrace-lab-${purpose}-`))
  return { path: folder, close: () => rm(folder, { recursive: true, force: true, maxRetries: 10 }) }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createHash } from 'node:crypto'
import WebTorrent from 'webtorrent'
import { once } from 'node:events'
import type { InfoHash } from '../../../../shared/ids.ts'
import { isInfoHash } from '../../../../shared/ids.ts'

export interface EngineClient {
  readonly client: WebTorrent
  readonly port: number
  readonly folder: string
  close(): Promise<void>
}

/** A real client that finds nobody by itself and listens on a free port. */
export async function startEngineClient(): Promise<EngineClient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'millrace-guard-'))
  const client = new WebTorrent({ dht: false, tracker: false, lsd: false, natUpnp: false, natPmp: false, utp: false, secure: 0 })
  if (!client.listening) await once(client, 'listening')
  const port = client.address()?.port ?? 0
  return {
    client,
    port,
    folder,
    async close() {
      await new Promise<void>((resolve) => { client.destroy(() => { resolve() }) })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function sha1(bytes: Uint8Array): InfoHash {
  const hash = createHash('sha1').update(bytes).digest('hex')
  if (!isInfoHash(hash)) throw new Error(hash)
  return hash
}

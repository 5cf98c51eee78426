import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findFreePort } from './free-port.ts'
import { startLabProcess, withLifeline } from './lab-process.ts'
import type { LabProcess } from './lab-process.ts'
import type { MadeTorrent } from './make-torrent.ts'
import { waitUntil } from './wait-until.ts'

/** What a transmission-daemon of the lab is told at its start. */
export interface TransmissionSpec {
  readonly torrent: MadeTorrent
  readonly savePath: string
  /** Folder for its settings and state; must be its own. */
  readonly configDir: string
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  /** 0 = no cap. Transmission counts in steps of 1000. */
  readonly uploadBytesPerSec: number
}

/** One running transmission-daemon. */
export interface TransmissionClient {
  readonly process: LabProcess
  readonly port: number
  readonly setUploadRate: (bytesPerSec: number) => Promise<void>
  readonly uploadedBytes: () => Promise<number>
}

/** Transmission's number for "seeding" in the field `status` of its RPC. */
const SEEDING = 6

/** Starts transmission-daemon with settings of its own, adds the torrent and waits until it seeds. */
export async function startTransmission(spec: TransmissionSpec): Promise<TransmissionClient> {
  const port = spec.port === 0 ? await findFreePort(spec.host) : spec.port
  const rpcPort = await findFreePort(spec.host)
  await mkdir(spec.configDir, { recursive: true })
  await writeFile(path.join(spec.configDir, 'settings.json'), JSON.stringify(settingsOf(spec, port, rpcPort)))
  const process = startLabProcess(...withLifeline('transmission-daemon', ['--foreground', '--config-dir', spec.configDir]))
  const call = createRpc(`http://${spec.host}:${rpcPort}/transmission/rpc`)
  await waitUntil('transmission answers', async () => (await call('session-get', {}).catch(() => null)) !== null)
  const metainfo = (await readFile(spec.torrent.torrentPath)).toString('base64')
  await call('torrent-add', { metainfo, 'download-dir': spec.savePath, paused: false })
  const fact = async (field: string) => numberIn(await call('torrent-get', { fields: [field] }), field)
  await waitUntil('transmission seeds', async () => (await fact('status')) === SEEDING)
  return {
    process,
    port,
    setUploadRate: async (bytesPerSec) => {
      await call('session-set', rateSettings(bytesPerSec))
    },
    uploadedBytes: () => fact('uploadedEver'),
  }
}

function settingsOf(spec: TransmissionSpec, port: number, rpcPort: number): Record<string, unknown> {
  return {
    'bind-address-ipv4': spec.host,
    'peer-port': port,
    'port-forwarding-enabled': false,
    'rpc-enabled': true,
    'rpc-bind-address': spec.host,
    'rpc-port': rpcPort,
    'rpc-authentication-required': false,
    'rpc-whitelist-enabled': false,
    'dht-enabled': false,
    'lpd-enabled': false,
    'pex-enabled': false,
    'utp-enabled': false,
    'download-dir': spec.savePath,
    ...rateSettings(spec.uploadBytesPerSec),
  }
}

function rateSettings(bytesPerSec: number): Record<string, unknown> {
  return { 'speed-limit-up-enabled': bytesPerSec > 0, 'speed-limit-up': Math.round(bytesPerSec / 1000) }
}

/** Transmission's RPC: the first answer of a daemon is 409 with the session id every later call must carry. */
function createRpc(url: string): (method: string, args: Readonly<Record<string, unknown>>) => Promise<string> {
  let sessionId = ''
  return async (method, args) => {
    const request = () =>
      fetch(url, { method: 'POST', headers: { 'X-Transmission-Session-Id': sessionId }, body: JSON.stringify({ method, arguments: args }), signal: AbortSignal.timeout(5000) })
    let response = await request()
    if (response.status === 409) {
      sessionId = response.headers.get('X-Transmission-Session-Id') ?? ''
      response = await request()
    }
    const text = await response.text()
    if (!text.includes('"success"')) throw new Error(`transmission refused ${method}: ${text.slice(0, 500)}`)
    return text
  }
}

function numberIn(json: string, field: string): number {
  const found = new RegExp(`"${field}":\\s*(\\d+)`).exec(json)
  return Number(found?.[1] ?? Number.NaN)
}

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import bencode from 'bencode'
import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { findKrpcBencode, installEngineGuards } from './install-guards.ts'
import { decodeForLibrary } from './library-bencode.ts'

const root = path.resolve(import.meta.dirname, '../../../..')

/** The installed copies that the program can load, by place and version; what only tests and benchmarks use is marked `dev` by npm. */
async function copiesOf(name: string): Promise<string[]> {
  const lock: unknown = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'))
  const packages = isRecord(lock) && isRecord(lock['packages']) ? Object.entries(lock['packages']) : []
  const loaded = packages.filter(([place, entry]) => place.endsWith(`node_modules/${name}`) && isRecord(entry) && entry['dev'] !== true).map(([place]) => place)
  return Promise.all(loaded.sort().map(async (place) => {
    const manifest = await readFile(path.join(root, place, 'package.json'), 'utf8')
    return `${place.replace('node_modules/', '')} ${/"version":\s*"([^"]+)"/.exec(manifest)?.[1] ?? ''}`
  }))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

describe('the guards', () => {
  it('know every copy of what they replace', { timeout: 30_000 }, async () => {
    expect(await copiesOf('bencode')).toEqual(['bencode 4.0.1', 'k-rpc-socket/node_modules/bencode 2.0.3'])
    expect(await copiesOf('bittorrent-protocol')).toEqual(['bittorrent-protocol 5.0.9'])
    expect(await copiesOf('k-rpc-socket')).toHaveLength(1)
    expect(await copiesOf('webtorrent')).toEqual(['webtorrent 3.0.21'])
  })

  it('rely on names these versions have', () => {
    const wire = new Wire('tcpIncoming')
    for (const name of ['_processBuffer', '_onMessageLength', '_onMessage', '_parse', 'destroy']) expect(typeof Reflect.get(wire, name)).toBe('function')
    expect(wire).toMatchObject({ peerRequests: [], _buffer: [], _bufferSize: 0 })
  })

  it('are put in once', () => {
    installEngineGuards()
    const { _onMessage: first } = Wire.prototype
    const { decode } = findKrpcBencode()
    installEngineGuards()
    expect(Wire.prototype._onMessage).toBe(first)
    expect(bencode.decode).toBe(decodeForLibrary)
    expect(findKrpcBencode().decode).toBe(decode)
  })
})

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import bencode from 'bencode'
import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { findKrpcBencode, installEngineGuards } from './install-guards.ts'
import { decodeKrpc } from './krpc-message.ts'
import { decodeForLibrary } from './library-bencode.ts'

const root = path.resolve(import.meta.dirname, '../../../..')

/** `node_modules/…` of every installed copy of the package, with its version. */
async function copiesOf(name: string): Promise<string[]> {
  const entries = await readdir(path.join(root, 'node_modules'), { recursive: true })
  const found = entries.filter((entry) => entry === path.join(name, 'package.json') || entry.endsWith(path.join('node_modules', name, 'package.json')))
  return Promise.all(found.sort().map(async (entry) => `${path.dirname(entry)} ${/"version":\s*"([^"]+)"/.exec(await readFile(path.join(root, 'node_modules', entry), 'utf8'))?.[1] ?? ''}`))
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
    installEngineGuards()
    expect(Wire.prototype._onMessage).toBe(first)
    expect(bencode.decode).toBe(decodeForLibrary)
    expect(findKrpcBencode().decode).toBe(decodeKrpc)
  })
})

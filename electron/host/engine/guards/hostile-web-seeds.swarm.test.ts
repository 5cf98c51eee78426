import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Torrent } from 'webtorrent'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { parseInfo } from '../../../../shared/torrent/metainfo.ts'
import { createBlockedAddresses } from './blocked-addresses.ts'
import type { EngineClient } from './engine-client.fixture.ts'
import { sha1, startEngineClient } from './engine-client.fixture.ts'
import { guardTorrent } from './guard-torrent.ts'
import { installEngineGuards } from './install-guards.ts'
import { toParsedTorrent } from './parsed-torrent.ts'

installEngineGuards()

const film = new Uint8Array(100_000).map((_, i) => (i * 7) % 251)
const pieces = Buffer.concat([film.subarray(0, 65_536), film.subarray(65_536)].map((piece) => Buffer.from(sha1(piece), 'hex')))

let engine: EngineClient
let server: Server
let respond: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
beforeAll(async () => {
  engine = await startEngineClient()
  server = createServer((request, response) => { respond(request, response) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await engine.close()
})

function seededBy(name: string): Torrent {
  const infoBytes = encodeBencode(new Map(Object.entries({ name, length: film.length, 'piece length': 65_536, pieces })))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const parsed = parseInfo(infoBytes, { infoHash: sha1(infoBytes), trackers: [], webSeeds: [`http://127.0.0.1:${String(port)}/`] }, { allowLocal: true })
  if (!parsed.ok) throw new Error(parsed.error.message)
  const torrent = engine.client.add(toParsedTorrent(parsed.value), { path: `${engine.folder}/${name}` })
  guardTorrent(torrent, { infoHash: sha1(infoBytes), infoBytes, blocked: createBlockedAddresses({ allowLocal: true, named: [], isBanned: () => false }), maxConnections: () => 5, onInfo: () => undefined })
  torrent.on('error', () => undefined)
  return torrent
}

describe('a web seed', () => {
  it('that answers ranges gives the whole film', async () => {
    respond = (request, response) => {
      const [, first = 0, last = 0] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
      response.writeHead(206).end(film.subarray(Number(first), Number(last) + 1))
    }
    await once(seededBy('good.mp4'), 'done')
  })

  it('that never stops sending is cut off at what was asked for', async () => {
    let sentBytes = 0
    const cut = new Promise<void>((resolve) => {
      respond = (_request, response) => {
        response.on('close', () => { resolve() })
        const talk = () => { do sentBytes += 65_536; while (response.write(Buffer.alloc(65_536))) }
        response.writeHead(206).on('drain', talk)
        talk()
      }
    })
    const torrent = seededBy('endless.mp4')
    await cut
    expect(sentBytes).toBeLessThan(20_000_000)
    expect(torrent.done).toBe(false)
  })
})

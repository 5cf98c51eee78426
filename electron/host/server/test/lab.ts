import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LogFacts } from '../../../../shared/log.ts'
import type { HttpServer, HttpServerOptions } from '../http-server.ts'
import { createHttpServer } from '../http-server.ts'
import type { FileCatalog } from './file-catalog.ts'
import { createFileCatalog, infoHashOf, torrentOf } from './file-catalog.ts'

/** A server over one torrent: a film of known bytes, an empty file, a song and a page that must never be shown as one. */
export interface Lab {
  readonly server: HttpServer
  readonly port: number
  /** Path prefix of every route: `/{token}` or nothing. */
  readonly prefix: string
  readonly host: string
  readonly catalog: FileCatalog
  readonly film: Buffer
  /** Path of the film's bytes. */
  readonly filmPath: string
  readonly logged: readonly (readonly [area: string, event: string, facts: LogFacts])[]
  close(): Promise<void>
}

export const TOKEN = 'lYbTgWmXqkHcRr8x3tJ2Zw'
export const WINDOW = 'app://bundle'
export const HASH = infoHashOf('a')
export const OTHER_HASH = infoHashOf('b')

export async function createLab(options: Partial<HttpServerOptions> & { readonly filmBytes?: number } = {}): Promise<Lab> {
  const folder = await mkdtemp(path.join(tmpdir(), 'millrace-http-'))
  const film = numberedBytes(options.filmBytes ?? 1000)
  const at = (name: string) => path.join(folder, name)
  await Promise.all([writeFile(at('film'), film), writeFile(at('empty'), ''), writeFile(at('song'), 'la'), writeFile(at('page'), '<script>')])
  const torrent = torrentOf(1, HASH, 'Café "films"', [
    { name: 'Film 10.mp4', path: 'Café/Film 10.mp4', lengthBytes: film.length },
    { name: 'empty.mkv', path: 'Café/empty.mkv', mediaType: 'video/x-matroska' },
    { name: 'Film 2.mp3', path: 'Café/Film 2.mp3', lengthBytes: 2, kind: 'audio', mediaType: 'audio/mpeg' },
    { name: 'page.html', path: 'Café/page.html', lengthBytes: 8, kind: 'other', playable: false, mediaType: 'text/html' },
  ])
  const catalog = await createFileCatalog([{ torrent, paths: [at('film'), at('empty'), at('song'), at('page')] }])
  const logged: [string, string, LogFacts][] = []
  const started = await createHttpServer({
    catalog, port: 0, portIsFixed: false, token: TOKEN, allowedOrigins: [WINDOW], log: (area, event, facts = {}) => { logged.push([area, event, facts]) }, ...options,
  })
  if (!started.ok) throw new Error(started.error.message)
  const server = started.value
  const prefix = options.token === null ? '' : `/${options.token ?? TOKEN}`
  return {
    server, port: server.port, prefix, host: `Host: 127.0.0.1:${String(server.port)}`, catalog, film, logged,
    filmPath: `${prefix}/torrents/1/stream/0`,
    close: async () => {
      await server.close()
      await catalog.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Bytes in which every stretch of four tells its own position, so that a shifted or repeated part is seen. */
export function numberedBytes(lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes + 4)
  for (let at = 0; at < lengthBytes; at += 4) bytes.writeUInt32BE((at * 2_654_435_761) >>> 0, at)
  return bytes.subarray(0, lengthBytes)
}

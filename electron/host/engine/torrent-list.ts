import path from 'node:path'
import type { InfoHash } from '../../../shared/ids.ts'
import type { OpenSource } from '../../../shared/ipc/contract.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { TorrentSource } from '../../../shared/torrent/given.ts'
import { parseMetainfo } from '../../../shared/torrent/metainfo.ts'
import { classifyText } from '../../../shared/torrent/source.ts'
import { classifyBytes } from '../../../shared/torrent/source-bytes.ts'
import { unlessAborted } from '../with-limit.ts'
import { fetchMetainfo } from './fetch-metainfo.ts'
import { readTorrentFile } from './read-torrent-file.ts'
import { sha1Hex } from './sha1-hex.ts'
import { createTorrentSession } from './torrent-session.ts'
import type { SessionWorld, TorrentSession } from './torrent-session.ts'

/**
 * All torrents of the run: adds them from whatever the person gave, finds them, makes room, lets them go. Invariant: one that is
 * being closed is opened again only when that is over, its removal was told and its folder is on its way.
 */
export interface TorrentList {
  /** Classifies, fetches or reads, checks and adds. A torrent that is here already takes what it did not know. */
  open(source: OpenSource, signal: AbortSignal): Promise<Result<TorrentSession>>
  /** Fails: tooManyTorrents, cancelled. */
  add(source: TorrentSource, signal: AbortSignal): Promise<Result<TorrentSession>>
  find(idOrInfoHash: string): TorrentSession | null
  readonly all: () => readonly TorrentSession[]
  /** Closes one; its data is removed by the caller. False when it is not here. */
  remove(infoHash: InfoHash): Promise<boolean>
  close(): Promise<void>
}

export interface TorrentListWorld extends Omit<SessionWorld, 'othersStarve'> {
  readonly maxTorrents: number
  /** Frees the least recently used idle torrent's place; false when all are in use. */
  readonly makeRoom: () => InfoHash | null
  readonly onRemoved: (infoHash: InfoHash) => void
}

/** A link to a .torrent that does not answer within this is called unreachable. */
const LINK_TIMEOUT_MS = 20_000

export function createTorrentList(world: TorrentListWorld): TorrentList {
  const sessions = new Map<InfoHash, TorrentSession>()
  const closing = new Map<InfoHash, Promise<void>>()
  let nextId = 0

  const add = async (source: TorrentSource, signal: AbortSignal): Promise<Result<TorrentSession>> => {
    const infoHash = source.kind === 'magnet' ? source.magnet.infoHash : source.metainfo.infoHash
    for (let gone = closing.get(infoHash); gone && !signal.aborted; gone = closing.get(infoHash)) await unlessAborted(gone, signal, undefined)
    if (signal.aborted) return fail('cancelled', 'opening was cancelled')
    const known = sessions.get(infoHash)
    if (known) {
      known.learn(source)
      return ok(known)
    }
    if (sessions.size >= world.maxTorrents) {
      const idle = world.makeRoom()
      if (!idle) return fail('tooManyTorrents', `${String(world.maxTorrents)} torrents are open and all are in use; close one first`, { limit: world.maxTorrents })
      void remove(idle)
    }
    const session: TorrentSession = createTorrentSession(nextId++, source, { ...world, othersStarve: () => othersStarve(infoHash) })
    sessions.set(infoHash, session)
    return ok(session)
  }

  const othersStarve = (infoHash: InfoHash) => [...sessions.values()].some((other) => other.infoHash !== infoHash && other.content()?.controller.isHungry())

  const remove = async (infoHash: InfoHash) => {
    const session = sessions.get(infoHash)
    if (!session) return false
    sessions.delete(infoHash)
    const gone = session.close().then(() => { world.onRemoved(infoHash) }).finally(() => { closing.delete(infoHash) })
    closing.set(infoHash, gone)
    await gone
    return true
  }

  const openBytes = async (bytes: Uint8Array, signal: AbortSignal): Promise<Result<TorrentSession>> => {
    const usable = classifyBytes(bytes)
    if (!usable.ok) return usable
    const metainfo = parseMetainfo(usable.value, sha1Hex, { allowLocal: world.allowLocal })
    return metainfo.ok ? add({ kind: 'metainfo', metainfo: metainfo.value, selectedFiles: null }, signal) : metainfo
  }

  const openText = async (text: string, signal: AbortSignal): Promise<Result<TorrentSession>> => {
    const classified = classifyText(text, { allowLocal: world.allowLocal })
    if (!classified.ok) return classified
    const found = classified.value
    switch (found.kind) {
      case 'magnet': return add(found, signal)
      case 'link': return then(await fetchMetainfo(found.url, { allowLocal: world.allowLocal, timeoutMs: LINK_TIMEOUT_MS, signal, way: world.guarded.way }), (bytes) => openBytes(bytes, signal))
      case 'path': return then(await readTorrentFile(path.resolve(found.path)), (bytes) => openBytes(bytes, signal))
    }
  }

  return {
    add, remove,
    open: async (source, signal) => {
      switch (source.kind) {
        case 'text': return openText(source.text, signal)
        case 'path': return then(await readTorrentFile(source.path), (bytes) => openBytes(bytes, signal))
        case 'bytes': return openBytes(source.bytes, signal)
      }
    },
    find: (idOrInfoHash) => {
      const lower = idOrInfoHash.toLowerCase()
      return [...sessions.values()].find((session) => session.infoHash === lower || String(session.id) === idOrInfoHash) ?? null
    },
    all: () => [...sessions.values()],
    close: async () => {
      await Promise.all([...[...sessions.values()].map((session) => session.close()), ...closing.values()])
      sessions.clear()
    },
  }
}

async function then<A, B>(result: Result<A>, next: (value: A) => Promise<Result<B>>): Promise<Result<B>> {
  return result.ok ? next(result.value) : result
}

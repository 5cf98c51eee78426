import type { InfoHash } from '../ids.ts'
import type { Result } from '../result.ts'
import { fail } from '../result.ts'

/** One file of a torrent in the order of the info dictionary (BEP 3, BEP 47). */
export interface MetainfoFile {
  /** Zero-based place in the info dictionary; padding files count. */
  readonly index: number
  /** Safe on every file system; parts joined by "/", the torrent's root folder first when it has several files. */
  readonly path: string
  /** Last part of the path. */
  readonly name: string
  readonly lengthBytes: number
  /** First byte in the concatenation of all files. */
  readonly offsetBytes: number
  /** BEP 47 filler: never shown and never written. */
  readonly padding: boolean
  /** False for BEP 47 symbolic links, which are not followed. */
  readonly available: boolean
}

/** A checked torrent. Everything in it is safe to show and to hand to the engine. */
export interface Metainfo {
  readonly infoHash: InfoHash
  /** Safe to show and to use as a folder name. */
  readonly name: string
  /** The bencoded info dictionary exactly as it was hashed. */
  readonly infoBytes: Uint8Array
  readonly pieceLengthBytes: number
  readonly pieceCount: number
  /** 20 bytes a piece. */
  readonly pieceHashes: Uint8Array
  /** Sum of all files, padding included. */
  readonly lengthBytes: number
  readonly files: readonly MetainfoFile[]
  readonly trackers: readonly string[]
  readonly webSeeds: readonly string[]
  /** BEP 27: peers from trackers only. */
  readonly isPrivate: boolean
  /** Sentences about what was made safe or left out. */
  readonly notes: readonly string[]
}

export interface MetainfoOptions {
  /** Trackers and web seeds on this computer and the local network are kept. */
  readonly allowLocal: boolean
}

/** What a magnet link told about a torrent whose info dictionary came from peers. */
export interface GivenWithInfo {
  readonly infoHash: InfoHash
  readonly trackers: readonly string[]
  readonly webSeeds: readonly string[]
}

export function parseMetainfo(bytes: Uint8Array, sha1Hex: (bytes: Uint8Array) => string, options: MetainfoOptions): Result<Metainfo> {
  return fail('unexpected', `not built: ${String(bytes.length)} ${sha1Hex(bytes)} ${String(options.allowLocal)}`)
}

export function parseInfo(infoBytes: Uint8Array, given: GivenWithInfo, options: MetainfoOptions): Result<Metainfo> {
  return fail('unexpected', `not built: ${String(infoBytes.length)} ${given.infoHash} ${String(options.allowLocal)}`)
}

export function formatMetainfo(metainfo: Pick<Metainfo, 'infoBytes' | 'trackers' | 'webSeeds'>): Uint8Array {
  return metainfo.infoBytes
}

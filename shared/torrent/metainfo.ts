import type { InfoHash } from '../ids.ts'
import { isInfoHash } from '../ids.ts'
import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import type { BencodeDictionary, BencodeValue, Encodable } from './bencode.ts'
import { decodeBencode, encodeBencode, isBytes, isDictionary, isList } from './bencode.ts'
import { SOURCE_LIMITS } from './limits.ts'
import { damaged } from './metainfo-failures.ts'
import { readFiles } from './metainfo-files.ts'
import type { MetainfoFile } from './metainfo-files.ts'
import { readPieces } from './metainfo-pieces.ts'
import { decodeUtf8 } from './utf8.ts'
import { addressNotes, keepSafeAddresses, TRACKER_SCHEMES, WEB_SEED_SCHEMES } from './web-address.ts'

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
  readonly trackers: Iterable<string>
  readonly webSeeds: Iterable<string>
}

/**
 * Checks a .torrent file and makes it safe; the info hash is taken over the info dictionary as it came. Bytes behind the outer
 * dictionary are ignored. Fails: bencodeMalformed, metainfoDamaged, metainfoTooLarge, sourceTooLarge, torrentV2Only. BEP 3, 12, 19, 27, 47, 52.
 */
export function parseMetainfo(bytes: Uint8Array, sha1Hex: (bytes: Uint8Array) => string, options: MetainfoOptions): Result<Metainfo> {
  const limit = SOURCE_LIMITS.metainfoBytes
  if (bytes.length > limit) return fail('sourceTooLarge', `the file has ${String(bytes.length)} bytes; .torrent files of up to ${String(limit)} bytes are opened`, { value: bytes.length, limit })
  const decoded = decodeBencode(bytes)
  if (!decoded.ok) return decoded
  const { value: outer, slices } = decoded.value
  if (!isDictionary(outer)) return fail('bencodeMalformed', 'a .torrent file is a dictionary; this is not one')
  const info = outer.get('info')
  const slice = slices.get('info')
  if (!isDictionary(info) || slice === undefined) return damaged('info', 'is missing')
  const infoBytes = bytes.slice(slice.begin, slice.end)
  const infoHash = sha1Hex(infoBytes)
  if (!isInfoHash(infoHash)) return fail('unexpected', `sha1Hex gave "${infoHash}"`)
  return toMetainfo(info, infoBytes, { infoHash, trackers: readTrackers(outer), webSeeds: readTexts(outer.get('url-list')) }, options)
}

/**
 * Checks an info dictionary that came from peers (BEP 9); the caller has compared its hash with `given.infoHash`.
 * Fails: as parseMetainfo; bencodeMalformed also when something follows the dictionary.
 */
export function parseInfo(infoBytes: Uint8Array, given: GivenWithInfo, options: MetainfoOptions): Result<Metainfo> {
  const decoded = decodeBencode(infoBytes)
  if (!decoded.ok) return decoded
  const { value: info, endBytes } = decoded.value
  if (!isDictionary(info) || endBytes !== infoBytes.length) return fail('bencodeMalformed', 'what the peers sent is not one dictionary')
  return toMetainfo(info, infoBytes, given, options)
}

/** The smallest .torrent file of this torrent; its info hash stays the same. */
export function formatMetainfo({ infoBytes, trackers, webSeeds }: Pick<Metainfo, 'infoBytes' | 'trackers' | 'webSeeds'>): Uint8Array {
  const outer = new Map<string, Encodable>([['info', { raw: infoBytes }]])
  const [first] = trackers
  if (first !== undefined) outer.set('announce', first).set('announce-list', trackers.map((tracker) => [tracker]))
  if (webSeeds.length > 0) outer.set('url-list', webSeeds)
  return encodeBencode(outer)
}

function toMetainfo(info: BencodeDictionary, infoBytes: Uint8Array, given: GivenWithInfo, { allowLocal }: MetainfoOptions): Result<Metainfo> {
  if (isV2Only(info)) return fail('torrentV2Only', 'this torrent has only the v2 format (BEP 52); v1 and hybrid torrents can be played')
  const files = readFiles(info)
  if (!files.ok) return files
  const pieces = readPieces(info, files.value.lengthBytes)
  if (!pieces.ok) return pieces
  const trackers = keepSafeAddresses(given.trackers, { schemes: TRACKER_SCHEMES, limit: SOURCE_LIMITS.trackers, allowLocal })
  const webSeeds = keepSafeAddresses(given.webSeeds, { schemes: WEB_SEED_SCHEMES, limit: SOURCE_LIMITS.webSeeds, allowLocal })
  const { name, lengthBytes, renamed } = files.value
  return ok({
    infoHash: given.infoHash,
    name,
    infoBytes,
    ...pieces.value,
    lengthBytes,
    files: files.value.files,
    trackers: trackers.kept,
    webSeeds: webSeeds.kept,
    isPrivate: info.get('private') === 1,
    notes: [...renamedNotes(renamed), ...addressNotes([trackers, webSeeds])],
  })
}

function renamedNotes(renamed: number): string[] {
  if (renamed === 0) return []
  return [renamed === 1 ? '1 name was made safe.' : `${String(renamed)} names were made safe.`]
}

/** BEP 52: without `pieces` there is nothing a v1 client can check. */
function isV2Only(info: BencodeDictionary): boolean {
  return !info.has('pieces') && (info.has('meta version') || info.has('file tree'))
}

/** `announce` and the tiers of `announce-list` in their order (BEP 3, BEP 12); what is no text is passed over. */
function* readTrackers(outer: BencodeDictionary): Generator<string> {
  const tiers = outer.get('announce-list')
  yield* readTexts(outer.get('announce'))
  if (!isList(tiers)) return
  for (const tier of tiers) yield* readTexts(tier)
}

/** One text or a list of texts. */
function* readTexts(value: BencodeValue | undefined): Generator<string> {
  for (const each of isList(value) ? value : [value]) {
    if (isBytes(each)) yield decodeUtf8(each.subarray(0, SOURCE_LIMITS.addressChars + 1))
  }
}

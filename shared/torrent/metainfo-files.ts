import type { Result } from '../result.ts'
import { ok } from '../result.ts'
import type { BencodeDictionary, BencodeValue } from './bencode.ts'
import { byteText, isBytes, isDictionary, isList } from './bencode.ts'
import { SOURCE_LIMITS } from './limits.ts'
import { toSafeName } from './safe-name.ts'
import { toSafePaths } from './safe-paths.ts'
import { damaged, tooLarge } from './metainfo-failures.ts'
import { decodeUtf8, isUtf8 } from './utf8.ts'

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

export interface Files {
  /** The torrent's own name, made safe. */
  readonly name: string
  readonly files: readonly MetainfoFile[]
  readonly lengthBytes: number
  /** How many names were changed to be safe. */
  readonly renamed: number
}

/** Reads name, lengths and paths of an info dictionary (BEP 3, BEP 47). Fails: metainfoDamaged, metainfoTooLarge. */
export function readFiles(info: BencodeDictionary): Result<Files> {
  const name = readName(info)
  if (name === null) return damaged('name', 'is missing or no text')
  const list = info.get('files')
  const entries = list === undefined ? ok([info]) : readEntries(list)
  if (!entries.ok) return entries
  const raw = collect(entries.value, (entry, place) => readEntry(entry, place, name, list === undefined))
  return raw.ok ? toFiles(name, raw.value) : raw
}

function readEntries(list: BencodeValue): Result<readonly BencodeDictionary[]> {
  if (!isList(list) || list.length === 0) return damaged('files', 'is not a list of files')
  if (list.length > SOURCE_LIMITS.files) return tooLarge('the number of files', list.length, SOURCE_LIMITS.files)
  const entries = list.filter(isDictionary)
  return entries.length === list.length ? ok(entries) : damaged('files', 'holds something else than files')
}

interface RawFile {
  readonly parts: readonly string[]
  readonly lengthBytes: number
  readonly padding: boolean
  readonly available: boolean
}

/** `place` is for the sentence only. */
function readEntry(entry: BencodeDictionary, place: number, name: string, single: boolean): Result<RawFile> {
  const field = single ? 'length' : `files[${String(place)}].length`
  const length = readLength(entry, field)
  if (!length.ok) return length
  const parts = single ? [] : readParts(entry)
  if (parts === null) return damaged(`files[${String(place)}].path`, 'is not a list of names')
  const attributes = entry.get('attr')
  const flags = isBytes(attributes) ? byteText(attributes.subarray(0, 16)) : ''
  return ok({ parts: [name, ...parts], lengthBytes: length.value, padding: flags.includes('p'), available: !flags.includes('l') })
}

/** BEP 47 gives symbolic links no length. */
function readLength(entry: BencodeDictionary, field: string): Result<number> {
  const length = entry.get('length') ?? (entry.has('symlink path') ? 0 : undefined)
  if (typeof length === 'bigint' && length > 0n) return tooLarge(field, length, Number.MAX_SAFE_INTEGER)
  if (typeof length !== 'number' || length < 0) return damaged(field, 'is not a number of bytes')
  return ok(length)
}

/** Torrents from before UTF-8 was agreed on carry a second name in UTF-8. */
function readName(info: BencodeDictionary): string | null {
  const name = info.get('name.utf-8') ?? info.get('name')
  return isBytes(name) ? readText(name) : null
}

function readParts(entry: BencodeDictionary): readonly string[] | null {
  const path = entry.get('path.utf-8') ?? entry.get('path')
  if (!isList(path) || path.length === 0) return null
  const parts = path.filter(isBytes)
  return parts.length === path.length ? parts.map(readText) : null
}

/** Longer texts are cut; four bytes a character leave room for a full name after cleaning. */
const NAME_BYTES = SOURCE_LIMITS.componentBytes * 64

/** Text in UTF-8, else byte by byte as Latin-1, so that different broken names stay different. The end holds the extension and is kept. */
function readText(bytes: Uint8Array): string {
  if (bytes.length > NAME_BYTES) return readText(bytes.subarray(0, NAME_BYTES / 2)) + readText(bytes.subarray(bytes.length - NAME_BYTES / 4))
  return isUtf8(bytes) ? decodeUtf8(bytes) : byteText(bytes)
}

function toFiles(rawName: string, raw: readonly RawFile[]): Result<Files> {
  const { paths, changed } = toSafePaths(raw.map(({ parts }) => parts))
  const files: MetainfoFile[] = []
  let offsetBytes = 0
  for (const [index, { lengthBytes, padding, available }] of raw.entries()) {
    const path = paths[index] ?? '_'
    files.push({ index, path, name: path.slice(path.lastIndexOf('/') + 1), lengthBytes, offsetBytes, padding, available })
    offsetBytes += lengthBytes
    if (offsetBytes > Number.MAX_SAFE_INTEGER) return tooLarge('the sum of all files', offsetBytes, Number.MAX_SAFE_INTEGER)
  }
  if (offsetBytes === 0) return damaged('length', 'is 0: the torrent holds no bytes')
  return ok({ name: toSafeName(rawName).name, files, lengthBytes: offsetBytes, renamed: changed })
}

/** Applies parse to each; the first failure ends it. */
function collect<T, U>(values: readonly T[], parse: (value: T, place: number) => Result<U>): Result<U[]> {
  const parsed: U[] = []
  for (const [place, value] of values.entries()) {
    const result = parse(value, place)
    if (!result.ok) return result
    parsed.push(result.value)
  }
  return ok(parsed)
}

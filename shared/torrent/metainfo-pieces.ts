import type { Result } from '../result.ts'
import { ok } from '../result.ts'
import type { BencodeDictionary } from './bencode.ts'
import { isBytes } from './bencode.ts'
import { SOURCE_LIMITS } from './limits.ts'
import { damaged, tooLarge } from './metainfo-failures.ts'

export interface Pieces {
  readonly pieceLengthBytes: number
  readonly pieceCount: number
  readonly pieceHashes: Uint8Array
}

/** Bytes of a SHA-1 hash. */
const HASH_BYTES = 20

/** Reads piece length and hashes and compares them with the length of all files. Fails: metainfoDamaged, metainfoTooLarge. BEP 3. */
export function readPieces(info: BencodeDictionary, lengthBytes: number): Result<Pieces> {
  const pieceLength = readPieceLength(info)
  if (!pieceLength.ok) return pieceLength
  const hashes = info.get('pieces')
  if (!isBytes(hashes) || hashes.length === 0 || hashes.length % HASH_BYTES !== 0) return damaged('pieces', `is not a list of hashes of ${String(HASH_BYTES)} bytes`)
  const pieceCount = hashes.length / HASH_BYTES
  const needed = Math.ceil(lengthBytes / pieceLength.value)
  if (pieceCount > SOURCE_LIMITS.pieces) return tooLarge('the number of pieces', pieceCount, SOURCE_LIMITS.pieces)
  if (pieceCount !== needed) return damaged('pieces', `has ${String(pieceCount)} hashes; ${String(lengthBytes)} bytes in pieces of ${String(pieceLength.value)} need ${String(needed)}`)
  return ok({ pieceLengthBytes: pieceLength.value, pieceCount, pieceHashes: hashes.slice() })
}

function readPieceLength(info: BencodeDictionary): Result<number> {
  const length = info.get('piece length')
  if (typeof length === 'bigint' && length > 0n) return tooLarge('the piece length', length, SOURCE_LIMITS.maxPieceBytes)
  if (typeof length !== 'number') return damaged('piece length', 'is missing or no number')
  if (length > SOURCE_LIMITS.maxPieceBytes) return tooLarge('the piece length', length, SOURCE_LIMITS.maxPieceBytes)
  if (length < SOURCE_LIMITS.minPieceBytes) return damaged('piece length', `is ${String(length)}; at least ${String(SOURCE_LIMITS.minPieceBytes)} is needed`)
  return ok(length)
}

import { createHash } from 'node:crypto'
import type { MetainfoFile } from '../../../shared/torrent/metainfo-files.ts'

/** Files of the given lengths laid end to end; a name in brackets is padding, one that begins with `-` is not available. */
export function filesOf(...spec: readonly (readonly [path: string, lengthBytes: number])[]): MetainfoFile[] {
  let offsetBytes = 0
  return spec.map(([path, lengthBytes], index) => {
    const file = { index, path, name: path.split('/').at(-1) ?? path, lengthBytes, offsetBytes, padding: path.startsWith('['), available: !path.startsWith('-') }
    offsetBytes += lengthBytes
    return file
  })
}

/** Bytes that differ from place to place and are the same every time. */
export function patternBytes(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) % 251))
}

/** SHA-1 of each piece, one after the other. */
export function hashesOf(content: Uint8Array, pieceLengthBytes: number): Uint8Array {
  const count = Math.ceil(content.length / pieceLengthBytes)
  return Buffer.concat(Array.from({ length: count }, (_, piece) => createHash('sha1').update(content.subarray(piece * pieceLengthBytes, (piece + 1) * pieceLengthBytes)).digest()))
}

import type { InfoHash } from '../../../../shared/ids.ts'
import type { Magnet } from '../../../../shared/torrent/magnet.ts'
import type { Metainfo } from '../../../../shared/torrent/metainfo.ts'

/**
 * A torrent in the shape the engine takes as already parsed, so that it reads, hashes and names nothing itself. `info` is empty on purpose: the
 * engine only asks whether it is there, and the true bytes are given to peers by guardTorrent.
 */
export interface ParsedTorrent extends ParsedMagnet {
  readonly info: Readonly<Record<string, never>>
  readonly infoBuffer: Uint8Array
  readonly private: boolean
  readonly files: { readonly path: string; readonly name: string; readonly length: number; readonly offset: number }[]
  readonly length: number
  readonly pieceLength: number
  readonly lastPieceLength: number
  /** SHA-1 of each piece in hexadecimal. */
  readonly pieces: string[]
}

export interface ParsedMagnet {
  infoHash: InfoHash
  name?: string
  announce: string[]
  urlList: string[]
}

/** For client.add, and for the engine's own handler when the info dictionary came from peers. */
export function toParsedTorrent(metainfo: Metainfo): ParsedTorrent {
  const { infoHash, infoBytes, name, trackers, webSeeds, files, lengthBytes, pieceLengthBytes } = metainfo
  return {
    infoHash,
    info: {},
    infoBuffer: infoBytes,
    name,
    announce: [...trackers],
    urlList: [...webSeeds],
    private: metainfo.isPrivate,
    files: files.map((file) => ({ path: file.path, name: file.name, length: file.lengthBytes, offset: file.offsetBytes })),
    length: lengthBytes,
    pieceLength: pieceLengthBytes,
    lastPieceLength: lengthBytes % pieceLengthBytes || pieceLengthBytes,
    pieces: toHexHashes(metainfo),
  }
}

/** For client.add while the info dictionary is not here yet. Peers of the link are for the caller to add. */
export function toParsedMagnet({ infoHash, displayName, trackers, webSeeds }: Magnet): ParsedMagnet {
  const addresses = { infoHash, announce: [...trackers], urlList: [...webSeeds] }
  return displayName === null ? addresses : { ...addresses, name: displayName }
}

function toHexHashes({ pieceHashes, pieceCount }: Metainfo): string[] {
  const hex = Buffer.from(pieceHashes.buffer, pieceHashes.byteOffset, pieceHashes.byteLength).toString('hex')
  return Array.from({ length: pieceCount }, (_, piece) => hex.slice(piece * 40, piece * 40 + 40))
}

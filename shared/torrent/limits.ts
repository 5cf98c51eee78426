/** Bounds on what a person or a stranger may hand us. Sources: libtorrent's own limits and measurements on this engine. */
export const SOURCE_LIMITS = {
  /** A .torrent file: one for 2 097 152 pieces holds 40 MiB of hashes, but the widely used ones stay below 16 MB. */
  metainfoBytes: 16 * 1024 * 1024,
  /** A magnet link or other pasted text. */
  textChars: 64 * 1024,
  /** Files of one torrent. */
  files: 20_000,
  /** Pieces of one torrent, 2^21 as libtorrent. */
  pieces: 2_097_152,
  /** Bytes of one piece. */
  minPieceBytes: 1024,
  maxPieceBytes: 512 * 1024 * 1024,
  /** Folders above a file. */
  pathDepth: 32,
  pathBytes: 1000,
  /** Bytes of one file or folder name; 255 is the limit of most file systems. */
  componentBytes: 240,
  trackers: 50,
  webSeeds: 10,
  magnetPeers: 50,
} as const

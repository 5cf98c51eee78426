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
  /** One tracker, web seed or link. Longer ones exist only to cost memory; the longest passkey URLs stay below 500. */
  addressChars: 2048,
  /** Lists and dictionaries inside each other. The info dictionary needs 6, a BEP 52 file tree one per folder. */
  bencodeDepth: 64,
  /** Values in one bencoded text: 20 000 files of 32 folders each need 700 000. */
  bencodeTokens: 1_000_000,
  /** Digits of one integer; lengths have at most 16. More is kept as a big integer up to here, then refused. */
  integerDigits: 1000,
  /** The info dictionary as peers may offer it (BEP 9); the engine's own bound. */
  infoBytes: 10_000_000,
} as const

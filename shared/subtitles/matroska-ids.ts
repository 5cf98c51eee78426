/** IDs of Matroska elements (RFC 9559) that say where words, chapters and fonts are. */
export const ID = {
  segment: 0x18538067, seekHead: 0x114d9b74, seek: 0x4dbb, seekId: 0x53ab, seekPosition: 0x53ac,
  info: 0x1549a966, timestampScale: 0x2ad7b1, tracks: 0x1654ae6b, cues: 0x1c53bb6b, tags: 0x1254c367,
  trackEntry: 0xae, trackNumber: 0xd7, trackType: 0x83, flagDefault: 0x88, flagForced: 0x55aa, flagHearingImpaired: 0x55ab, name: 0x536e, language: 0x22b59c, languageTag: 0x22b59d, codecId: 0x86, codecPrivate: 0x63a2,
  encodings: 0x6d80, encoding: 0x6240, encodingScope: 0x5032, compression: 0x5034, compressionAlgo: 0x4254, compressionSettings: 0x4255, encryption: 0x5035,
  cluster: 0x1f43b675, timestamp: 0xe7, simpleBlock: 0xa3, blockGroup: 0xa0, block: 0xa1, blockDuration: 0x9b, referenceBlock: 0xfb, position: 0xa7, prevSize: 0xab, checksum: 0xbf, nothing: 0xec,
  chapters: 0x1043a770, edition: 0x45b9, editionHidden: 0x45bd, atom: 0xb6, atomStart: 0x91, atomHidden: 0x98, atomDisplay: 0x80, atomString: 0x85,
  cuePoint: 0xbb, cueTime: 0xb3, cueTrackPositions: 0xb7, cueTrack: 0xf7, cueClusterPosition: 0xf1, cueRelativePosition: 0xf0, cueDuration: 0xb2,
  attachments: 0x1941a469, attachedFile: 0x61a7, fileName: 0x466e, fileMediaType: 0x4660, fileData: 0x465c,
} as const

/** Nanoseconds of one tick unless the file says otherwise (RFC 9559, 5.1.2.9). */
export const DEFAULT_SCALE_NS = 1_000_000

/** Elements of the segment itself: where one begins, a cluster of unknown size ends. */
export const TOP_LEVEL: ReadonlySet<number> = new Set([ID.seekHead, ID.info, ID.tracks, ID.cues, ID.tags, ID.cluster, ID.chapters, ID.attachments])

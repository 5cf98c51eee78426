import type { TorrentFile } from './snapshot.ts'

/** What a file is, judged by its extension, and its media type for HTTP. */
export interface FileKind {
  readonly kind: TorrentFile['kind']
  readonly mediaType: string
}

/** Judges a file by its extension. Unknown and active types (HTML, SVG, scripts) are bytes without meaning, so that no browser runs them. */
export function fileKindOf(name: string): FileKind {
  const extension = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return BY_EXTENSION.get(extension) ?? { kind: 'other', mediaType: 'application/octet-stream' }
}

/** IANA registrations where there are any; `video/x-matroska` instead of the newer `video/matroska`, which few players know. */
const TABLE: readonly (readonly [TorrentFile['kind'], Readonly<Record<string, string>>])[] = [
  ['video', {
    mp4: 'video/mp4', m4v: 'video/mp4', mov: 'video/quicktime', qt: 'video/quicktime', mkv: 'video/x-matroska', mk3d: 'video/x-matroska', webm: 'video/webm', avi: 'video/x-msvideo', divx: 'video/x-msvideo',
    wmv: 'video/x-ms-wmv', asf: 'video/x-ms-asf', flv: 'video/x-flv', f4v: 'video/mp4', mpg: 'video/mpeg', mpeg: 'video/mpeg', mpe: 'video/mpeg', m1v: 'video/mpeg', m2v: 'video/mpeg', vob: 'video/mpeg', ts: 'video/mp2t',
    m2ts: 'video/mp2t', mts: 'video/mp2t', '3gp': 'video/3gpp', '3g2': 'video/3gpp2', ogv: 'video/ogg', ogm: 'video/ogg', rm: 'application/vnd.rn-realmedia', rmvb: 'application/vnd.rn-realmedia-vbr', mxf: 'application/mxf', dv: 'video/dv',
  }],
  ['audio', {
    mp3: 'audio/mpeg', mp2: 'audio/mpeg', m4a: 'audio/mp4', m4b: 'audio/mp4', aac: 'audio/aac', flac: 'audio/flac', ogg: 'audio/ogg', oga: 'audio/ogg', opus: 'audio/ogg', spx: 'audio/ogg', wav: 'audio/wav', wma: 'audio/x-ms-wma',
    ac3: 'audio/ac3', eac3: 'audio/eac3', dts: 'audio/vnd.dts', mka: 'audio/x-matroska', weba: 'audio/webm', aif: 'audio/aiff', aiff: 'audio/aiff', ape: 'audio/x-ape', wv: 'audio/x-wavpack', mpc: 'audio/x-musepack', alac: 'audio/mp4', amr: 'audio/amr',
  }],
  ['subtitle', {
    srt: 'application/x-subrip', vtt: 'text/vtt', ass: 'text/x-ssa', ssa: 'text/x-ssa', sub: 'text/plain', idx: 'text/plain', smi: 'application/x-sami', sami: 'application/x-sami', ttml: 'application/ttml+xml', dfxp: 'application/ttml+xml', sup: 'application/octet-stream', mpl: 'text/plain', lrc: 'text/plain',
  }],
  ['image', { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', bmp: 'image/bmp', avif: 'image/avif', heic: 'image/heic' }],
  ['other', { txt: 'text/plain', nfo: 'text/plain', md: 'text/plain', sfv: 'text/plain', pdf: 'application/pdf', zip: 'application/zip', rar: 'application/vnd.rar', '7z': 'application/x-7z-compressed' }],
]

const BY_EXTENSION: ReadonlyMap<string, FileKind> = new Map(TABLE.flatMap(([kind, types]) => Object.entries(types).map(([extension, mediaType]): [string, FileKind] => [extension, { kind, mediaType }])))

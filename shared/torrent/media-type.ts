import type { TorrentFile } from './snapshot.ts'

/** What a file is, judged by its extension, and its media type for HTTP. */
export interface FileKind {
  readonly kind: TorrentFile['kind']
  readonly mediaType: string
}

export function fileKindOf(name: string): FileKind {
  return { kind: 'other', mediaType: name === '' ? 'application/octet-stream' : 'application/octet-stream' }
}

import type { TorrentFile } from './snapshot.ts'

/** Archives by the end of their names: whole ones, parts of them (`.r00`, `.001`, `.part1.rar`), packed streams. */
const ARCHIVE = /\.(rar|r\d{2,3}|zip|z\d{2}|7z|tar|gz|tgz|bz2|xz|zst|00\d)$/iu

/** True where archives are most of a torrent: what is to be watched lies inside them. */
export function isPacked(files: readonly Pick<TorrentFile, 'name' | 'lengthBytes'>[]): boolean {
  const bytesOf = (some: typeof files) => some.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)
  const packed = files.filter(({ name }) => ARCHIVE.test(name))
  return packed.length > 0 && bytesOf(packed) * 2 >= bytesOf(files)
}

import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'

/** All bytes of a small file that comes in borrowed slices. */
export async function readAll(slices: AsyncIterable<Uint8Array>, { lengthBytes }: Pick<TorrentFile, 'lengthBytes'>): Promise<Uint8Array> {
  const whole = new Uint8Array(lengthBytes)
  let at = 0
  for await (const slice of slices) {
    whole.set(slice, at)
    at += slice.length
  }
  return whole.subarray(0, at)
}

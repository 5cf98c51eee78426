import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import { isRubbish, listFolders } from './marked-folders.ts'
import type { Run } from './run.ts'
import { isOurs } from './run.ts'
import { readMarker } from './run-marker.ts'
import type { RunMarker } from './run-marker.ts'
import { listShelved } from './torrent-folders.ts'

/** What one torrent takes. */
export interface TorrentOnDisk {
  readonly infoHash: InfoHash
  /** Room on the disk; holes take none. */
  readonly bytes: number
  /** Stays at the end of the program. */
  readonly kept: boolean
}

/** Every torrent of this run, and those that earlier runs kept. */
export async function measureTorrents(run: Run, statePath: string): Promise<readonly TorrentOnDisk[]> {
  const found: TorrentOnDisk[] = []
  const add = async (infoHash: InfoHash, folder: string, kept: boolean) => { found.push({ infoHash, kept, bytes: await bytesOnDisk(folder) }) }
  for (const { infoHash, folder, marker } of await listShelved(run)) if (isOurs(marker, run) || await wasKept(marker)) await add(infoHash, folder, marker.keep)
  for (const folder of await listFolders(statePath, isInfoHash)) {
    const infoHash = path.basename(folder)
    if (isInfoHash(infoHash)) await add(infoHash, folder, run.keep || (await readMarker(folder))?.keep === true)
  }
  return found
}

function wasKept(marker: RunMarker): Promise<boolean> {
  return marker.keep ? isRubbish({ ...marker, keep: false }) : Promise.resolve(false)
}

/** Unit of `blocks` in a file's facts on every system. */
const STAT_BLOCK_BYTES = 512

/** Bytes of everything below a folder; 0 where there is none. */
export async function bytesOnDisk(folder: string): Promise<number> {
  let sum = 0
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) sum += await bytesOnDisk(place)
    else sum += await lstat(place).then(({ size, blocks }) => (blocks > 0 ? blocks * STAT_BLOCK_BYTES : size), () => 0)
  }
  return sum
}

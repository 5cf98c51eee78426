import path from 'node:path'
import type { InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { mergePlaces } from '../../../shared/torrent/given.ts'
import type { Magnet } from '../../../shared/torrent/magnet.ts'
import { parseMetainfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo, MetainfoOptions } from '../../../shared/torrent/metainfo.ts'
import { createSavedState } from './saved-state.ts'
import { sha1Hex } from './sha1-hex.ts'

/**
 * The metainfo that lies beside the content of a torrent from an earlier time, with the trackers and web seeds of the link
 * that names it now: what is on the disk needs no peer to be opened. Null when there is none, or it is not this torrent's.
 */
export async function readSavedMetainfo(magnet: Magnet, openFolder: (infoHash: InfoHash) => Promise<Result<string>>, options: MetainfoOptions): Promise<Metainfo | null> {
  const folder = await openFolder(magnet.infoHash)
  const bytes = folder.ok ? await createSavedState(path.join(folder.value, 'state')).readMetainfo() : null
  const saved = bytes && parseMetainfo(bytes, sha1Hex, options)
  if (!saved?.ok || saved.value.infoHash !== magnet.infoHash) return null
  return { ...saved.value, ...mergePlaces(saved.value, magnet) }
}

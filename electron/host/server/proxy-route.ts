import type { ErrorCode } from '../../../shared/errors.ts'
import type { InfoHash } from '../../../shared/ids.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import type { CatalogTorrent, TorrentCatalog } from '../catalog.ts'
import type { Exchange } from './answers.ts'
import { answerText } from './answers.ts'

/** A torrent and the file in it that is meant to be played. */
export interface ProxyTarget {
  readonly torrent: CatalogTorrent
  readonly file: TorrentFile
}

/** Adds the torrent if need be and waits for its metadata; null when the exchange was ended with the reason instead. */
export async function findProxyTarget(catalog: TorrentCatalog, exchange: Exchange, infoHash: InfoHash): Promise<ProxyTarget | null> {
  const added = await catalog.ensure(infoHash, exchange.signal)
  if (exchange.signal.aborted) return null
  if (!added.ok) {
    answerText(exchange, statusFor(added.error.code), added.error.message)
    return null
  }
  const file = fileToPlay(added.value)
  if (file === null) answerText(exchange, 404, 'This torrent holds no video that could be played.')
  return file === null ? null : { torrent: added.value, file }
}

/** The largest video, else what was chosen for playing. */
function fileToPlay({ files, chosenFile }: CatalogTorrent): TorrentFile | null {
  const [largest] = files.filter(({ kind, playable }) => kind === 'video' && playable).sort((a, b) => b.lengthBytes - a.lengthBytes)
  return largest ?? files.find(({ index }) => index === chosenFile) ?? null
}

function statusFor(code: ErrorCode): number {
  switch (code) {
    case 'metadataTimeout': case 'timeout': return 504
    case 'tooManyTorrents': case 'cancelled': return 503
    case 'diskFull': case 'folderUnusable': case 'storageFailed': return 507
    default: return 502
  }
}

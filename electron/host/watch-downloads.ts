import type { AppError } from '../../shared/errors.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { TorrentSession } from './engine/torrent-session.ts'
import { watchFolder } from './folder-watch.ts'
import type { FolderWatch } from './folder-watch.ts'
import type { RunFolder } from './run-folder.ts'

/** Watches the download folder while torrents wait for it, and opens them when it is back. `isWaitedFor`: it may be gone at the start already. */
export async function watchDownloads(run: Pick<RunFolder, 'lookAtDownloads'>, list: Pick<TorrentList, 'all'>, isWaitedFor: boolean): Promise<FolderWatch> {
  const lacking = () => list.all().filter(lacksFolder)
  return watchFolder({
    look: run.lookAtDownloads,
    first: isWaitedFor ? await run.lookAtDownloads() : null,
    isMissed: () => lacking().length > 0,
    onBack: () => { for (const session of lacking()) session.retry() },
  })
}

function lacksFolder(session: TorrentSession): boolean {
  const { phase, problem } = session.snapshot()
  return phase === 'failed' && isForWantOfFolder(problem)
}

/** A folder of somebody else's in the place of ours goes away by nobody's plugging in a disk. */
function isForWantOfFolder(problem: AppError | null): boolean {
  return problem?.code === 'folderUnusable' && problem.details['reason'] !== 'foreign'
}

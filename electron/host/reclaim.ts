import { rescueKept } from './kept-torrents.ts'
import type { Rescue } from './kept-torrents.ts'
import { TRASH_PREFIX, discardFolder, isRubbish, isTorrentFolderName, listFolders } from './marked-folders.ts'
import { readMarker } from './run-marker.ts'
import type { RunMarker } from './run-marker.ts'

/** Removes what dead runs left behind, and nothing else: a folder goes only if its marker says whose it was and the owner is gone. */

export const RUN_PREFIX = 'run-'

interface DeadRun {
  readonly folder: string
  readonly marker: RunMarker
}

/**
 * Moves what dead runs below `base` kept to where it belongs, or lets it be taken over, without removing anything yet. Answers with the runs of which
 * nothing is needed any more.
 */
export async function rescueFromDeadRuns(base: string, signal: AbortSignal, rescue: Rescue): Promise<readonly DeadRun[]> {
  const useless: DeadRun[] = []
  for (const folder of await listFolders(base, isRunName)) {
    const marker = await readMarker(folder)
    if (signal.aborted || marker === null || !(await isRubbish(marker))) continue
    if (await rescueKept(folder, marker, rescue)) useless.push({ folder, marker })
  }
  return useless
}

/** Removes dead runs and their torrents in download folders, then rubbish in the folders this run uses itself. */
export async function reclaimDeadRuns(runs: readonly DeadRun[], ownDirs: readonly string[], signal: AbortSignal): Promise<void> {
  for (const { folder, marker } of runs) {
    if (marker.downloadDir !== null) await reclaimTorrents(marker.downloadDir, signal)
    await discardFolder(folder, marker, signal)
  }
  for (const dir of ownDirs) await reclaimTorrents(dir, signal)
}

async function reclaimTorrents(dir: string, signal: AbortSignal): Promise<void> {
  const fits = (name: string) => isTorrentFolderName(name) || name.startsWith(TRASH_PREFIX)
  for (const folder of await listFolders(dir, fits)) {
    const marker = await readMarker(folder)
    if (!signal.aborted && marker !== null && await isRubbish(marker)) await discardFolder(folder, marker, signal)
  }
}

function isRunName(name: string): boolean {
  return name.startsWith(RUN_PREFIX) || name.startsWith(TRASH_PREFIX)
}

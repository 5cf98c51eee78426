import path from 'node:path'
import type { InfoHash } from '../../shared/ids.ts'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import type { Log } from '../../shared/log.ts'
import { createSavedState } from './engine/saved-state.ts'
import type { SavedState } from './engine/saved-state.ts'
import type { TorrentList } from './engine/torrent-list.ts'
import type { TorrentSession } from './engine/torrent-session.ts'
import type { RunFolder } from './run-folder.ts'

/** What is open is written down in the run's folder, for a host that begins after this one died. */
export interface SavedTorrents {
  /** Writes down a link whose details are to come; of the others the details are kept anyway. */
  readonly remember: (session: TorrentSession) => Promise<void>
  /** Opens again what was open in a run of the same id, except what is named. */
  readonly restore: (except: readonly InfoHash[]) => Promise<void>
}

/** The details are at hand: what does not open at once opens by itself later. */
const OPEN_MS = 500

export function createSavedTorrents(run: Pick<RunFolder, 'torrentFolder' | 'listTorrents'>, list: Pick<TorrentList, 'open'>, log: Log): SavedTorrents {
  const stateOf = async (infoHash: InfoHash) => {
    const folder = await run.torrentFolder(infoHash)
    return folder.ok ? createSavedState(path.join(folder.value, 'state')) : null
  }
  const restoreOne = async (infoHash: InfoHash) => {
    const state = await stateOf(infoHash)
    if (!state) return
    const source = await savedSource(state)
    const opened = source && await list.open(source, AbortSignal.timeout(OPEN_MS))
    log('engine', 'restored', { found: opened?.ok === true })
  }
  return {
    remember: async (session) => {
      const state = await stateOf(session.infoHash)
      if (state && session.snapshot().phase === 'metadata') await state.writeMagnet(session.snapshot().magnet)
    },
    restore: async (except) => {
      for (const infoHash of await run.listTorrents()) if (!except.includes(infoHash)) await restoreOne(infoHash)
    },
  }
}

async function savedSource(state: Pick<SavedState, 'readMetainfo' | 'readMagnet'>): Promise<OpenSource | null> {
  const metainfo = await state.readMetainfo()
  if (metainfo) return { kind: 'bytes', name: '', bytes: metainfo }
  const magnet = await state.readMagnet()
  return magnet ? { kind: 'text', text: magnet } : null
}

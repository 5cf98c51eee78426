import { NOT_FOUND } from '../../../shared/http/admission.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Log } from '../../../shared/log.ts'
import type { TorrentCatalog } from '../catalog.ts'
import { answerText } from './answers.ts'
import type { FileRoute } from './file-route.ts'
import { embedded, findRoute } from './file-route.ts'
import type { AnswerRoute } from './routes.ts'
import { createStreamRoute } from './stream-route.ts'

/** A file the device may ask for while the cast runs. */
export interface CastFile {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  /** Sent with the bytes beside the usual headers, for devices that want to be told of subtitles there. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface DeviceRoutes {
  readonly answer: AnswerRoute
  readonly allow: (files: readonly CastFile[]) => void
}

export interface DeviceRoutesOptions {
  readonly catalog: TorrentCatalog
  readonly fileRoutes: readonly FileRoute[]
  readonly log: Log
  readonly onRequest: () => void
}

/**
 * The routes of a cast: of the files that are allowed, what is meant for devices. Everything else answers as if nothing
 * were there, lists and ids included: the address of a file is known from the cast or not at all.
 */
export function createDeviceRoutes({ catalog, fileRoutes, log, onRequest }: DeviceRoutesOptions): DeviceRoutes {
  const families = [createStreamRoute(catalog, log), ...fileRoutes].filter(({ forDevices }) => forDevices)
  let allowed: readonly CastFile[] = []

  return {
    allow: (files) => { allowed = [...files] },
    answer: async (request, exchange, route) => {
      onRequest()
      const target = route?.kind === 'file' ? route : null
      const family = findRoute(families, target?.verb ?? '')
      const entry = allowed.find(({ infoHash, fileIndex }) => infoHash === target?.torrent && fileIndex === target.fileIndex)
      const torrent = entry ? catalog.find(entry.infoHash) : null
      const file = torrent?.files.find(({ index }) => index === entry?.fileIndex)
      if (!target || !family || !entry || !torrent || !file) { answerText(exchange, 404, NOT_FOUND); return }
      const { rest, query } = target
      await family.answer({ torrent, file, rest, query, reader: 'device', fileHeaders: entry.headers ?? {} }, embedded(exchange, 'cross-origin'), request)
    },
  }
}

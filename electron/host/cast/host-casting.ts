import { CodedError } from '../../../shared/errors.ts'
import { programPlaces } from '../../../shared/cast/program-places.ts'
import type { Log } from '../../../shared/log.ts'
import type { DerivedMedia } from '../derived-media.ts'
import type { TorrentList } from '../engine/torrent-list.ts'
import type { FilmLookup } from '../film-lookup.ts'
import type { EmitMediaEvent } from '../host-options.ts'
import type { Streams } from '../streams.ts'
import type { OwnedCatalog } from '../torrent-catalog.ts'
import { createCasting } from './casting.ts'
import type { Casting } from './casting.ts'
import { createDeviceDecision } from './decide-for-device.ts'

export interface HostCastingWorld {
  readonly list: Pick<TorrentList, 'find'>
  readonly lookup: FilmLookup
  readonly catalog: OwnedCatalog
  readonly derived: Pick<DerivedMedia, 'conversions' | 'subtitles' | 'fileRoutes'>
  readonly streams: Pick<Streams, 'open' | 'close' | 'reportPlayhead'>
  /** Private to this run. */
  readonly folder: string
  readonly allowLoopback: boolean
  readonly emit: EmitMediaEvent
  readonly clock: () => number
  readonly log: Log
}

/** Casting with what the host has: its torrents, words and conversions, and its streams, whose windows follow the device. */
export function createHostCasting({ list, lookup, catalog, derived: { conversions, subtitles, fileRoutes }, streams, folder, allowLoopback, emit, clock, log }: HostCastingWorld): Casting {
  return createCasting({
    catalog, fileRoutes, emit, clock, log, folder, allowLoopback,
    programs: (chosen) => programPlaces({ env: process.env, platform: process.platform, chosen }),
    file: lookup.file,
    files: lookup.files,
    durationSec: lookup.durationSec,
    tracks: (infoHash, fileIndex) => subtitles.list(infoHash, fileIndex).tracks,
    openStream: (infoHash, fileIndex, signal) => {
      const session = list.find(infoHash)
      if (!session) throw new CodedError({ code: 'torrentUnknown', message: 'this torrent is not open any more; open it again', details: {} })
      return streams.open(session, fileIndex, signal)
    },
    closeStream: streams.close,
    reportPlayhead: streams.reportPlayhead,
    openConversion: conversions.open,
    decide: createDeviceDecision(conversions, lookup),
  })
}

import type { Interval } from '../../../shared/interval.ts'
import { createPictureCueReader } from '../../../shared/subtitles/picture-cues.ts'
import type { PictureCueReader } from '../../../shared/subtitles/picture-cues.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import { createTsBlockReader } from '../../../shared/subtitles/ts-blocks.ts'
import type { TsBlock } from '../../../shared/subtitles/ts-blocks.ts'
import { tsSubtitles } from '../../../shared/subtitles/ts-subtitles.ts'
import type { TsSubtitle } from '../../../shared/subtitles/ts-subtitles.ts'
import { eachPacket, payloadOf } from '../../../shared/transcode/scan/ts-packets.ts'
import { createTableReader } from '../../../shared/transcode/scan/ts-tables.ts'
import { STAMP_WRAP_SEC } from '../../../shared/transcode/scan/ts-pes.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'
import type { TsWalk } from './ts-walk.ts'
import { createTsWalk } from './ts-walk.ts'

/** How the packets of a film lie. */
export interface TsLayout {
  readonly packetBytes: number
  /** Of the first one. */
  readonly offset: number
}

/** A stream of pictures that are drawn. */
interface PictureStream {
  readonly format: string
  readonly reader: PictureCueReader
  /** Its sets in the order found, whose number is the picture's name, by where they begin. */
  readonly places: Map<number, Interval>
}

/** The list of streams comes ten times a second. */
const MAX_TABLE_BYTES = 4 * 1024 * 1024
const TABLE_CHUNK_BYTES = 64 * 1024

/** Reads the pictures of Blu-ray and DVB subtitles out of a transport stream. `startSec`: the stamp at which the film's time line begins; null while it is not known, for that is when no time can be told. */
export function createTsReader(film: FilmBytes, { packetBytes, offset }: TsLayout, events: EmbeddedEvents, startSec: () => number | null): EmbeddedReader {
  const tables = createTableReader()
  let tablesAt = offset
  let walk: TsWalk | null = null
  let hopeless = false
  let streams: ReadonlyMap<number, PictureStream> = new Map()

  /** True when there is reason to go on at once. */
  const readTables = async (): Promise<boolean> => {
    const bytes = await film.read({ begin: tablesAt, end: Math.min(film.lengthBytes, tablesAt + TABLE_CHUNK_BYTES) })
    const done = eachPacket(bytes, packetBytes, (pid, begins, local) => {
      const payload = tables.streams() === null && tables.wants(pid) ? payloadOf(bytes, local) : null
      if (payload) tables.take(pid, payload, begins)
    }, () => undefined)
    tablesAt += done
    const listed = tables.streams()
    if (listed) startWalk(tsSubtitles(listed))
    else hopeless = tables.hopeless() || tablesAt > MAX_TABLE_BYTES || tablesAt + packetBytes > film.lengthBytes
    return done > 0 && !listed && !hopeless
  }

  const startWalk = (found: readonly TsSubtitle[]) => {
    streams = new Map(found.filter(({ kind }) => kind === 'pictures').map(({ pid, format }) => [pid, { format, reader: createPictureCueReader(format, new Uint8Array(0)), places: new Map() }]))
    hopeless = streams.size === 0
    walk = createTsWalk({ film, packetBytes, wanted: streams, onBlock: takeBlock })
    // Those of a disc do not say their language: a number tells them apart.
    if (found.length > 0) events.onTracks(found.map(({ pid, language, kind, format }, i) => ({ number: pid, language, kind, format, title: language === '' ? `${format.toUpperCase()} ${String(i + 1)}` : '', isDefault: false, forced: false, hearingImpaired: false })))
  }

  const takeBlock = ({ pid, shownSec, bytes, place }: TsBlock) => {
    const stream = streams.get(pid)
    if (!stream || stream.places.has(place.begin) || stream.places.size >= SUBTITLE_LIMITS.cues) return
    const cue = stream.reader.cue(bytes, String(stream.places.size), Math.max(0, Math.round(onTimeLine(shownSec, startSec() ?? 0) * 1000)), null)
    stream.places.set(place.begin, place)
    if (cue) events.onCue(pid, cue)
  }

  return {
    font: () => Promise.resolve(null),
    missingAt: () => [],
    isComplete: () => hopeless || (walk?.isComplete() ?? false),
    picture: async (track, name) => {
      const stream = streams.get(track)
      const place = stream && /^\d{1,6}$/.test(name) ? [...stream.places.values()][Number(name)] : undefined
      if (!stream || !place) return null
      const drawn: (IndexedPicture | null)[] = []
      createTsBlockReader(new Map([[track, stream]]), packetBytes, (block) => { drawn.push(stream.reader.draw(block.bytes)) }).push(await film.read(place), place.begin)
      return drawn[0] ?? null
    },
    advance: async (nowMs) => {
      while (!walk && !hopeless && await readTables());
      return walk && !hopeless && startSec() !== null ? walk.advance(nowMs) : false
    },
  }
}

/** Seconds from where the film begins; stamps begin anew now and then. */
function onTimeLine(shownSec: number, startSec: number): number {
  const sec = shownSec - startSec
  return sec - Math.round(sec / STAMP_WRAP_SEC) * STAMP_WRAP_SEC
}

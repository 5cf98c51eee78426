import { viewOf } from '../../subtitles/matroska-elements.ts'
import type { PictureCodec } from './access-unit.ts'

/** Reads which packets carry the picture. */
export interface TableReader {
  wants(pid: number): boolean
  /** Payload of a packet of a table. */
  take(pid: number, payload: Uint8Array, begins: boolean): void
  /** Of the one programme; null until known. */
  readonly streams: () => readonly TsStream[] | null
  /** Null until known. */
  readonly picture: () => TsPicture | null
  /** No programme, more than one, or no picture in it of which key frames are known here. */
  readonly hopeless: () => boolean
}

export interface TsPicture {
  readonly pid: number
  readonly codec: PictureCodec
}

export interface TsStream {
  readonly pid: number
  /** ISO/IEC 13818-1, table 2-34. */
  readonly type: number
  /** Tag, length, content, one behind the other (2.6). */
  readonly descriptors: Uint8Array
}

const PAT_PID = 0
/** table_id of the list of programmes, and of that of a programme's streams. */
const PROGRAMMES = 0
const STREAMS = 2
/** Types of streams with pictures (ISO/IEC 13818-1, table 2-34). */
const CODECS: Readonly<Record<number, PictureCodec>> = { 0x1b: 'h264', 0x24: 'hevc' }
const OTHER_PICTURES: readonly number[] = [0x01, 0x02, 0x10, 0xea]

/** Follows the list of programmes to that of the programme's streams (ISO/IEC 13818-1, 2.4.4). */
export function createTableReader(): TableReader {
  let pid = PAT_PID
  let section: Uint8Array | null = null
  let streams: readonly TsStream[] | null = null
  let picture: TsPicture | null = null
  let hopeless = false

  const finish = (whole: Uint8Array) => {
    section = null
    const view = viewOf(whole)
    if (view.getUint8(0) !== (pid === PAT_PID ? PROGRAMMES : STREAMS)) return
    if (pid === PAT_PID) {
      const programmes = programmesOf(view)
      if (programmes.length === 1 && programmes[0] !== undefined) pid = programmes[0]
      else hopeless = true
      return
    }
    streams = streamsOf(whole)
    const pictures = streams.filter(({ type }) => type in CODECS || OTHER_PICTURES.includes(type))
    const [only] = pictures
    const codec = only && CODECS[only.type]
    if (pictures.length === 1 && codec) picture = { pid: only.pid, codec }
    else hopeless = true
  }

  return {
    wants: (each) => each === pid,
    streams: () => streams,
    picture: () => picture,
    hopeless: () => hopeless,
    take: (_pid, payload, begins) => {
      const bytes = begins ? payload.subarray(1 + (payload[0] ?? 0)) : payload
      if (!begins && !section) return
      section = Uint8Array.from([...(begins ? [] : section ?? []), ...bytes])
      const size = sectionBytes(section)
      if (size !== null && section.length >= size) finish(section.subarray(0, size))
    },
  }
}

/** table_id, section_length and what follows; the last four bytes are a check sum. */
const HEADER_BYTES = 8
const CHECK_BYTES = 4

function sectionBytes(section: Uint8Array): number | null {
  return section.length < 3 ? null : 3 + ((((section[1] ?? 0) & 0x0f) << 8) | (section[2] ?? 0))
}

/** Where the streams of each programme are listed; number 0 is no programme. */
function programmesOf(view: DataView): number[] {
  const pids: number[] = []
  for (let at = HEADER_BYTES; at + 4 <= view.byteLength - CHECK_BYTES; at += 4) if (view.getUint16(at) !== 0) pids.push(view.getUint16(at + 2) & 0x1fff)
  return pids
}

function streamsOf(section: Uint8Array): TsStream[] {
  const view = viewOf(section)
  const end = section.length - CHECK_BYTES
  const streams: TsStream[] = []
  if (section.length < HEADER_BYTES + 4) return streams
  for (let at = HEADER_BYTES + 4 + (view.getUint16(HEADER_BYTES + 2) & 0x0fff); at + 5 <= end;) {
    const next = at + 5 + (view.getUint16(at + 3) & 0x0fff)
    streams.push({ type: view.getUint8(at), pid: view.getUint16(at + 1) & 0x1fff, descriptors: section.subarray(at + 5, Math.min(end, next)) })
    at = next
  }
  return streams
}

import type { TsStream } from '../transcode/scan/ts-tables.ts'
import type { TrackWriting } from './block-cues.ts'

/** A stream of subtitles in a transport stream. */
export interface TsSubtitle extends TrackWriting {
  readonly pid: number
  /** ISO 639; '' where the film does not say, as those of discs do not. */
  readonly language: string
}

/** Presentation Graphics (Blu-ray), and private data that say in a descriptor what they are. */
const TYPE = { private: 0x06, pgs: 0x90 }
/** Descriptors: ISO 639 language (ISO/IEC 13818-1, 2.6.18), teletext, subtitling (ETSI EN 300 468, 6.2.43, 6.2.41). */
const TAG = { language: 0x0a, teletext: 0x56, subtitling: 0x59 }

/** The subtitles among the streams of a programme, those that cannot be drawn here too. */
export function tsSubtitles(streams: readonly TsStream[]): TsSubtitle[] {
  return streams.flatMap(({ type, pid, descriptors }): TsSubtitle[] => {
    const found = readDescriptors(descriptors)
    if (type === TYPE.pgs) return [{ pid, kind: 'pictures', format: 'pgs', language: found.get(TAG.language) ?? '' }]
    if (type !== TYPE.private) return []
    const [dvb, teletext] = [found.get(TAG.subtitling), found.get(TAG.teletext)]
    if (dvb !== undefined) return [{ pid, kind: 'pictures', format: 'dvb', language: dvb }]
    return teletext === undefined ? [] : [{ pid, kind: 'unsupported', format: 'dvb_teletext', language: teletext }]
  })
}

/** Each tag with the language its content begins with. */
function readDescriptors(bytes: Uint8Array): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  for (let at = 0; at + 2 <= bytes.length; at += 2 + (bytes[at + 1] ?? 0)) {
    const content = bytes.subarray(at + 2, at + 2 + (bytes[at + 1] ?? 0))
    const language = String.fromCharCode(...content.subarray(0, 3)).toLowerCase()
    found.set(bytes[at] ?? 0, /^[a-z]{3}$/.test(language) ? language : '')
  }
  return found
}

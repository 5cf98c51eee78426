import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import { byteText } from './bencode.ts'
import { SOURCE_LIMITS } from './limits.ts'
import { isUtf8 } from './utf8.ts'

/**
 * Finds out whether bytes may be a .torrent file, by their beginning; gives them back when they may. Else says in a sentence what they
 * are instead. Fails: sourceEmpty, sourceTooLarge, sourceUnknown.
 */
export function classifyBytes(bytes: Uint8Array): Result<Uint8Array> {
  const limit = SOURCE_LIMITS.metainfoBytes
  if (bytes.length === 0) return fail('sourceEmpty', 'the file is empty; download the .torrent again')
  const head = byteText(bytes.subarray(0, HEAD_BYTES))
  const isMetainfo = /^d\d+:/.test(head)
  if (bytes.length > limit) return fail('sourceTooLarge', `${isMetainfo ? 'the .torrent file' : describe(head, bytes)} has ${String(bytes.length)} bytes; .torrent files of up to ${String(limit)} bytes are opened`, { value: bytes.length, limit })
  return isMetainfo ? ok(bytes) : fail('sourceUnknown', `${describe(head, bytes)}, not a .torrent file`)
}

/** What a file of which only the beginning was read is, as a sentence's subject: "this is a video (MP4)". */
export function describeFileHead(head: Uint8Array): string {
  return describe(byteText(head.subarray(0, HEAD_BYTES)), head)
}

/** Enough for every mark below; the transport stream's second sync byte is at 188. */
const HEAD_BYTES = 512

/** Marks by which files tell what they are; the first that fits counts. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/^....ftyp/s, 'this is a video (MP4)'],
  [/^\x1a\x45\xdf\xa3/, 'this is a video (Matroska or WebM)'],
  [/^RIFF....AVI /s, 'this is a video (AVI)'],
  [/^RIFF....WAVE/s, 'this is a sound file (WAV)'],
  [/^OggS/, 'this is an Ogg media file'],
  [/^FLV\x01/, 'this is a video (FLV)'],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, 'this is a video (Windows Media)'],
  [/^\x00\x00\x01[\xba\xb3]/, 'this is a video (MPEG)'],
  [/^G.{187}G/s, 'this is a video (MPEG transport stream)'],
  [/^(ID3|\xff[\xfb\xf3\xf2])/, 'this is a sound file (MP3)'],
  [/^fLaC/, 'this is a sound file (FLAC)'],
  [/^PK(\x03\x04|\x05\x06|\x07\x08)/, 'this is a zip archive; unpack it and open the .torrent inside'],
  [/^Rar!/, 'this is a RAR archive; unpack it and open the .torrent inside'],
  [/^7z\xbc\xaf/, 'this is a 7z archive; unpack it and open the .torrent inside'],
  [/^\x1f\x8b/, 'this is a gzip archive; unpack it and open the .torrent inside'],
  [/^%PDF/, 'this is a PDF document'],
  [/^(\x89PNG|\xff\xd8\xff|GIF8)/, 'this is a picture'],
  [/^(MZ|\x7fELF|\xcf\xfa\xed\xfe)/, 'this is a program'],
  [/^SQLite format/, 'this is a database'],
  [/^(\xff\xfe|\xfe\xff)/, 'this is a text'],
  [/^(\xef\xbb\xbf)?\s*<(!doctype html|html|head|body|script)/i, 'this is a web page (the site sent a page instead of the file; open it in a browser and download the .torrent there)'],
  [/^(\xef\xbb\xbf)?\s*<(\?xml|svg|rss)/i, 'this is an XML document'],
  [/^(\xef\xbb\xbf)?\s*magnet:\?/i, 'this is a text with a magnet link (copy the link and paste it)'],
  [/^(\xef\xbb\xbf)?\s*#EXTM3U/, 'this is a playlist'],
  [/^(\xef\xbb\xbf)?\s*[[{]\s*["{[\]}]/, 'this is a JSON document'],
]

function describe(head: string, bytes: Uint8Array): string {
  const known = MARKS.find(([mark]) => mark.test(head))?.[1]
  if (known !== undefined) return known
  const isText = !/[\u0000-\u0008\u000e-\u001f]/.test(head) && isUtf8(withoutCutCharacter(bytes.subarray(0, HEAD_BYTES)))
  return isText ? 'this is a text' : 'this is a file of another kind'
}

/** The last character may be cut by the end of the head: at most three bytes from its lead byte on. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  const lead = bytes.subarray(-3).findLastIndex((byte) => byte >= 0xc0)
  return lead < 0 ? bytes : bytes.subarray(0, Math.max(0, bytes.length - 3) + lead)
}

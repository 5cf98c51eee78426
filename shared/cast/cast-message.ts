import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import { decodeUtf8, encodeUtf8 } from '../torrent/utf8.ts'

/** A message of the Cast v2 channel: JSON text between two ends, by namespace. */
export interface CastMessage {
  readonly source: string
  readonly destination: string
  readonly namespace: string
  readonly payload: string
}

/** The longest message either side may send (Google Cast, media messages). */
export const MAX_MESSAGE_BYTES = 65_536

/** Numbers of the fields of the protocol buffer CastMessage. */
const FIELD = { source: 2, destination: 3, namespace: 4, payloadType: 5, payloadText: 6 }
const WIRE = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 }

/** A frame: the length as four bytes, most significant first, then the message as a protocol buffer. */
export function encodeCastFrame(message: CastMessage): Uint8Array {
  const fields = [
    Uint8Array.of(8, 0), // protocol_version = CASTV2_1_0
    textField(FIELD.source, message.source),
    textField(FIELD.destination, message.destination),
    textField(FIELD.namespace, message.namespace),
    Uint8Array.of(FIELD.payloadType << 3, 0), // payload_type = STRING
    textField(FIELD.payloadText, message.payload),
  ]
  const bodyBytes = fields.reduce((sum, field) => sum + field.length, 0)
  const frame = new Uint8Array(4 + bodyBytes)
  new DataView(frame.buffer).setUint32(0, bodyBytes)
  let at = 4
  for (const field of fields) {
    frame.set(field, at)
    at += field.length
  }
  return frame
}

/** What a run of bytes begins with: a whole message (`usedBytes` of it), or not enough yet (null). */
export type FrameOutcome = { readonly message: CastMessage; readonly usedBytes: number } | null

/** Reads the first frame of `bytes`. Unknown fields are skipped. Fails: deviceBroken (a frame too long or no CastMessage). */
export function decodeCastFrame(bytes: Uint8Array): Result<FrameOutcome> {
  if (bytes.length < 4) return ok(null)
  const bodyBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (bodyBytes > MAX_MESSAGE_BYTES) return broken(`a message of ${String(bodyBytes)} bytes`)
  if (bytes.length < 4 + bodyBytes) return ok(null)
  const message = decodeMessage(bytes.subarray(4, 4 + bodyBytes))
  return message ? ok({ message, usedBytes: 4 + bodyBytes }) : broken('a message that cannot be read')
}

function decodeMessage(body: Uint8Array): CastMessage | null {
  const texts = new Map<number, string>()
  for (let at = 0; at < body.length;) {
    const key = readVarint(body, at)
    if (!key) return null
    const size = fieldSize(body, key.next, key.value & 7)
    if (!size || size.end > body.length) return null
    if ((key.value & 7) === WIRE.lengthDelimited) texts.set(key.value >>> 3, decodeUtf8(body.subarray(size.begin, size.end)))
    at = size.end
  }
  const [source, destination, namespace] = [texts.get(FIELD.source), texts.get(FIELD.destination), texts.get(FIELD.namespace)]
  if (source === undefined || destination === undefined || namespace === undefined) return null
  return { source, destination, namespace, payload: texts.get(FIELD.payloadText) ?? '' }
}

function fieldSize(body: Uint8Array, begin: number, wire: number): { readonly begin: number; readonly end: number } | null {
  if (wire === WIRE.fixed64) return { begin, end: begin + 8 }
  if (wire === WIRE.fixed32) return { begin, end: begin + 4 }
  const number = readVarint(body, begin)
  if (!number) return null
  if (wire === WIRE.varint) return { begin, end: number.next }
  return wire === WIRE.lengthDelimited ? { begin: number.next, end: number.next + number.value } : null
}

/** A variable-length number below 2^35; null when it is cut off or longer. */
function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } | null {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  return null
}

function textField(field: number, text: string): Uint8Array {
  const bytes = encodeUtf8(text)
  const head = [(field << 3) | WIRE.lengthDelimited, ...varint(bytes.length)]
  const out = new Uint8Array(head.length + bytes.length)
  out.set(head)
  out.set(bytes, head.length)
  return out
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}

const broken = (what: string) => fail('deviceBroken', `The device sent ${what}.`)

import { isLocalAddress } from '../../../../shared/torrent/address.ts'
import type { Result } from '../../../../shared/result.ts'
import { fail, ok } from '../../../../shared/result.ts'
import { clampInterval } from './tracker-answer.ts'

/** What a WebSocket tracker sent, every field of the type the engine's tracker client expects; texts that stand for bytes have one character a byte. */
export type SocketMessage = Readonly<Record<string, unknown>>

/** An offer has 1 to 3 KB; more than this is refused unread. */
const MAX_MESSAGE_BYTES = 64 * 1024
/** A session description: its lines and their number. */
const MAX_DESCRIPTION_CHARS = 16 * 1024
const MAX_CANDIDATES = 30
const MAX_SENTENCE_CHARS = 200

/**
 * Reads one message of a WebSocket tracker: announces and their refusals, nothing else. Addresses in offers and answers that lie on this computer or in the
 * local network are left out unless mayNameLocal. Fails: bencodeMalformed (the message makes no sense), sourceTooLarge.
 */
export function readSocketMessage(message: unknown, mayNameLocal: boolean): Result<SocketMessage> {
  const bytes = typeof message === 'string' ? Buffer.from(message) : message
  if (!(bytes instanceof Uint8Array)) return senseless()
  if (bytes.length > MAX_MESSAGE_BYTES) return fail('sourceTooLarge', `the tracker sent a message of ${String(bytes.length)} bytes`)
  const value = parseJson(Buffer.from(bytes).toString('utf8'))
  if (!isRecord(value) || value['action'] !== 'announce') return senseless()
  return ok({ action: 'announce', ...pick(value, fieldsOf(mayNameLocal)) })
}

const senseless = (): Result<never> => fail('bencodeMalformed', 'the tracker sent a message that makes no sense')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // the caller refuses everything that is no object
  }
}

type Read = (value: unknown) => unknown

/** SHA-1 hashes, peer ids and offer ids: 20 bytes as 20 characters. */
const idOf: Read = (value) => (typeof value === 'string' && /^[\u0000-\u00ff]{20}$/.test(value) ? value : undefined)
const countOf: Read = (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined)
const secondsOf: Read = (value) => (typeof value === 'number' && value > 0 ? clampInterval(value) : undefined)
const sentenceOf: Read = (value) => (typeof value === 'string' ? value.slice(0, MAX_SENTENCE_CHARS).replace(/[\p{C}\p{Z}]+/gu, ' ') : undefined)
const trackerIdOf: Read = (value) => (typeof value === 'string' && value.length <= 256 ? value : undefined)

const fieldsOf = (mayNameLocal: boolean): Readonly<Record<string, Read>> => ({
  info_hash: idOf,
  peer_id: idOf,
  offer_id: idOf,
  interval: secondsOf,
  'min interval': secondsOf,
  'tracker id': trackerIdOf,
  'failure reason': sentenceOf,
  'warning message': sentenceOf,
  complete: countOf,
  incomplete: countOf,
  offer: (value) => descriptionOf(value, 'offer', mayNameLocal),
  answer: (value) => descriptionOf(value, 'answer', mayNameLocal),
})

function pick(record: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Read>>): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(fields)) {
    const kept = Object.hasOwn(record, name) ? read(record[name]) : undefined
    if (kept !== undefined) picked[name] = kept
  }
  return picked
}

/** A session description (RFC 8866) in plain lines of ASCII, with only the candidates that may be contacted. */
function descriptionOf(value: unknown, type: 'offer' | 'answer', mayNameLocal: boolean): { type: string; sdp: string } | undefined {
  if (!isRecord(value) || value['type'] !== type) return undefined
  const { sdp } = value
  if (typeof sdp !== 'string' || sdp.length > MAX_DESCRIPTION_CHARS || !/^[\r\n\u0020-\u007e]*$/.test(sdp)) return undefined
  const lines = sdp.split(/\r?\n/)
  const refused = lines.filter((line) => isCandidate(line) && !(mayNameLocal || isOutside(line)))
  const candidates = lines.filter(isCandidate).filter((line) => !refused.includes(line)).slice(0, MAX_CANDIDATES)
  return { type, sdp: lines.filter((line) => !isCandidate(line) || candidates.includes(line)).join('\r\n') }
}

const isCandidate = (line: string) => /^a=candidate:/i.test(line)

/** `a=candidate:foundation component transport priority address port typ …` (RFC 8839 5.1). Names are not looked up. */
function isOutside(line: string): boolean {
  const address = line.trim().split(/ +/)[4] ?? ''
  return /^[0-9a-f.:]+$/i.test(address) && /[.:]/.test(address) && !isLocalAddress(address)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

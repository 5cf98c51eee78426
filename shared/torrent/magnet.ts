import type { InfoHash } from '../ids.ts'
import type { Interval } from '../interval.ts'
import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import { isLocalAddress, parseIPv6 } from './address.ts'
import { parseFileSelection } from './file-selection.ts'
import { readInfoHash } from './info-hash-text.ts'
import { SOURCE_LIMITS } from './limits.ts'
import { percentDecode, percentEncode } from './percent.ts'
import { toSafeName } from './safe-name.ts'
import type { SortedAddresses } from './web-address.ts'
import { addressNotes, keepSafeAddresses, TRACKER_SCHEMES, WEB_SEED_SCHEMES } from './web-address.ts'

export interface PeerAddress {
  readonly host: string
  readonly port: number
}

/** A checked magnet link (BEP 9, BEP 53). */
export interface Magnet {
  readonly infoHash: InfoHash
  /** `dn`, made safe; null when there is none. */
  readonly displayName: string | null
  readonly trackers: readonly string[]
  readonly webSeeds: readonly string[]
  /** `x.pe`. */
  readonly peers: readonly PeerAddress[]
  /** `so` as sorted, disjoint, half-open intervals of file indices; null when there is none. */
  readonly selectedFiles: readonly Interval[] | null
  readonly notes: readonly string[]
}

export interface MagnetOptions {
  /** Trackers, web seeds and peers on this computer and the local network are kept. */
  readonly allowLocal: boolean
}

/** True when text begins like a magnet link, in any letter case. */
export function isMagnetLike(text: string): boolean {
  return /^magnet:/i.test(text)
}

/**
 * Reads a magnet link: `xt` (hexadecimal or base32, any case), `dn`, `tr`, `ws`, `x.pe`, `so`. Links to files elsewhere (`xs`, `as`) are
 * ignored. Fails: sourceTooLarge, magnetMalformed, torrentV2Only. BEP 9, BEP 53.
 */
export function parseMagnet(text: string, options: MagnetOptions): Result<Magnet> {
  const limit = SOURCE_LIMITS.textChars
  if (text.length > limit) return fail('sourceTooLarge', `the link has ${String(text.length)} characters; up to ${String(limit)} are read`, { value: text.length, limit })
  const query = /^magnet:\/{0,2}\?(.*)$/is.exec(text)?.[1]
  if (query === undefined) return fail('magnetMalformed', 'a magnet link begins with "magnet:?" and carries an info hash (xt=urn:btih:…)')
  const parameters = readParameters(query)
  const infoHash = chooseInfoHash(parameters.get('xt') ?? [])
  return infoHash.ok ? ok(toMagnet(infoHash.value, parameters, options)) : infoHash
}

/** A link that opens this torrent again: of many long trackers and web seeds those that `parseMagnet` would still read, in their order. */
export function formatMagnet({ infoHash, name, trackers, webSeeds }: Pick<Magnet, 'infoHash' | 'trackers' | 'webSeeds'> & { readonly name: string }): string {
  const dn = name === '' ? '' : `&dn=${percentEncode(name)}`
  let link = `magnet:?xt=urn:btih:${infoHash}${dn}`
  for (const more of [...trackers.map((tracker) => `&tr=${percentEncode(tracker)}`), ...webSeeds.map((seed) => `&ws=${percentEncode(seed)}`)]) {
    if (link.length + more.length <= SOURCE_LIMITS.textChars) link += more
  }
  return link
}

type Parameters = ReadonlyMap<string, readonly string[]>

/** Values by name, as written; `tr.1` counts as `tr`, `&amp;` as `&` (links copied from HTML source). */
function readParameters(query: string): Parameters {
  const parameters = new Map<string, string[]>()
  for (const parameter of query.replaceAll('&amp;', '&').split('&')) {
    const at = parameter.indexOf('=')
    if (at < 1) continue
    const name = percentDecode(parameter.slice(0, at)).trim().toLowerCase().replace(/\.\d{1,5}$/, '')
    const values = parameters.get(name)
    if (values === undefined) parameters.set(name, [parameter.slice(at + 1)])
    else values.push(parameter.slice(at + 1))
  }
  return parameters
}

function chooseInfoHash(topics: readonly string[]): Result<InfoHash> {
  const read = topics.map((topic) => readInfoHash(percentDecode(topic).trim()))
  const usable = read.find((each) => each.ok)
  if (usable?.ok) return usable
  const malformed = read.find((each) => !each.ok && each.error.code === 'magnetMalformed')
  const v2Only = read.find((each) => !each.ok && each.error.code === 'torrentV2Only')
  return v2Only ?? malformed ?? fail('magnetMalformed', 'this magnet link carries no info hash (xt=urn:btih:…)')
}

function toMagnet(infoHash: InfoHash, parameters: Parameters, { allowLocal }: MagnetOptions): Magnet {
  const texts = (name: string) => (parameters.get(name) ?? []).map(percentDecode)
  const trackers = keepSafeAddresses(texts('tr'), { schemes: TRACKER_SCHEMES, limit: SOURCE_LIMITS.trackers, allowLocal })
  const webSeeds = keepSafeAddresses(texts('ws'), { schemes: WEB_SEED_SCHEMES, limit: SOURCE_LIMITS.webSeeds, allowLocal })
  const peers = keepPeers(texts('x.pe'), allowLocal)
  const selection = texts('so')[0]
  const selectedFiles = selection === undefined ? null : parseFileSelection(selection)
  return {
    infoHash,
    displayName: readName(parameters.get('dn')?.[0]),
    trackers: trackers.kept,
    webSeeds: webSeeds.kept,
    peers: peers.kept.map(toPeer).filter((peer) => peer !== null),
    selectedFiles: selectedFiles?.intervals ?? null,
    notes: [...addressNotes([trackers, webSeeds, peers]), ...(selectedFiles?.notes ?? [])],
  }
}

/** In `dn`, "+" is a blank. */
function readName(written: string | undefined): string | null {
  const name = percentDecode((written ?? '').replaceAll('+', ' ')).trim()
  return name === '' ? null : toSafeName(name).name
}

function keepPeers(texts: readonly string[], allowLocal: boolean): SortedAddresses {
  const kept = new Set<string>()
  let unsafe = 0
  let surplus = 0
  for (const text of texts) {
    const peer = toPeer(text)
    if (kept.has(text)) continue
    if (kept.size >= SOURCE_LIMITS.magnetPeers) surplus += 1
    else if (peer === null || (!allowLocal && isLocalAddress(peer.host))) unsafe += 1
    else kept.add(text)
  }
  return { kept: [...kept], unsafe, surplus }
}

/** `host:port` or `[IPv6]:port`, the host without brackets; null for everything else. */
export function toPeer(text: string): PeerAddress | null {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]{1,253})):(\d{1,5})$/i.exec(text) ?? []
  const host = bracketed ?? plain ?? ''
  const port = Number(digits)
  if (host === '' || port < 1 || port > 65_535) return null
  return bracketed !== undefined && parseIPv6(bracketed) === null ? null : { host, port }
}

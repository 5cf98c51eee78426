import type { InfoHash } from '../ids.ts'
import { parseInfoHash } from '../ids.ts'
import type { Result } from '../result.ts'
import { fail } from '../result.ts'

/** Reads a topic (`urn:btih:…`) or a hash alone: 40 hexadecimal or 32 base32 characters in any case. Fails: magnetMalformed, torrentV2Only. BEP 9, BEP 52. */
export function readInfoHash(text: string): Result<InfoHash> {
  const [, kind = 'btih', hash = ''] = /^(?:urn:([a-z0-9-]+):)?(.*)$/is.exec(text) ?? []
  if (/^btmh$/i.test(kind)) return fail('torrentV2Only', 'this link names only a v2 torrent (BEP 52); v1 and hybrid torrents can be played')
  if (!/^btih$/i.test(kind)) return fail('magnetMalformed', `this link names something else than a torrent ("urn:${kind.slice(0, 20)}:")`)
  if (/^[0-9a-f]{40}$/i.test(hash)) return parseInfoHash(hash)
  if (/^[a-z2-7]{32}$/i.test(hash)) return parseInfoHash(base32ToHex(hash))
  return fail('magnetMalformed', `an info hash has 40 hexadecimal or 32 base32 characters; this one has ${String(hash.length)}, or others`, { characters: hash.length })
}

/** True for a text that is nothing but a v1 info hash. */
export function isBareInfoHash(text: string): boolean {
  return /^([0-9a-f]{40}|[a-z2-7]{32})$/i.test(text)
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** 5 bits a character, 4 a digit: 8 characters make 10 digits (RFC 4648 6). */
function base32ToHex(text: string): string {
  const bits = [...text.toLowerCase()].map((character) => BASE32.indexOf(character).toString(2).padStart(5, '0')).join('')
  return (bits.match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join('')
}

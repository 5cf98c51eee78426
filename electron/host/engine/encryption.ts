import type { Wire } from 'webtorrent'
import type { Encryption } from '../../../shared/network/network-wish.ts'

/** How a peer is dialled: `secure` of the engine. `wished`: it hung up when it was spoken to in the clear. */
export function dialledSecurity(encryption: Encryption, wished: boolean): number {
  switch (encryption) {
    case 'require': return 2
    case 'off': return 0
    case 'asNeeded': return wished ? 1 : 0
  }
}

/**
 * False for a connection that is not as private as the person wants it. The engine itself falls back to the clear when the other
 * side does. What comes from a browser (WebRTC) is encrypted by its transport; a web seed is no peer and has its own (https).
 */
export function isPrivateEnough(wire: Pick<Wire, 'type' | '_encryptionMethod'>, encryption: Encryption): boolean {
  return encryption !== 'require' || wire.type === 'webrtc' || wire.type === 'webSeed' || wire._encryptionMethod === 2
}

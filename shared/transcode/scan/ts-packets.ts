/** Packets of a transport stream (ISO/IEC 13818-1, 2.4.3.2). */
export const TS_PACKET_BYTES = 188
export const SYNC = 0x47

/** From one packet to the next: bare, with an arrival time in front (Blu-ray), with a check sum behind (recorders). */
const STRIDES = [188, 192, 204] as const
/** Packets in a row that make it certain. */
const SURE_PACKETS = 8
/** Enough to tell. */
export const TS_LOCK_BYTES = 204 * (SURE_PACKETS + 1)

/** How far apart the packets lie and where the first one begins; null for what is no transport stream. */
export function lockOn(bytes: Uint8Array): { readonly packetBytes: number; readonly offset: number } | null {
  for (const packetBytes of STRIDES) {
    for (let offset = 0; offset < packetBytes; offset++) if (isRow(bytes, offset, packetBytes)) return { packetBytes, offset }
  }
  return null
}

/** The next place from which on packets lie in a row again, as far as the bytes tell; their end when there is none. */
export function nextSync(bytes: Uint8Array, from: number, packetBytes: number): number {
  for (let at = bytes.indexOf(SYNC, from); at >= 0; at = bytes.indexOf(SYNC, at + 1)) if (isRow(bytes, at, packetBytes)) return at
  return bytes.length
}

/**
 * Goes through the packets from the first byte on, and where they are lost to the next row of them. Answers how far: to the
 * first byte of the packet that is not here whole, which may lie a little behind the bytes.
 */
export function eachPacket(bytes: Uint8Array, packetBytes: number, take: (pid: number, begins: boolean, local: number) => void, onLost: () => void): number {
  let local = 0
  while (local + TS_PACKET_BYTES <= bytes.length) {
    if (bytes[local] !== SYNC) {
      onLost()
      local = nextSync(bytes, local + 1, packetBytes)
      continue
    }
    const second = bytes[local + 1] ?? 0
    take(((second & 0x1f) << 8) | (bytes[local + 2] ?? 0), (second & 0x40) !== 0, local)
    local += packetBytes
  }
  return local
}

/** What a packet carries behind its header and adaptation field; null when nothing. */
export function payloadOf(bytes: Uint8Array, local: number): Uint8Array | null {
  const control = (bytes[local + 3] ?? 0) & 0x30
  if (control !== 0x10 && control !== 0x30) return null
  const begin = local + 4 + (control === 0x30 ? 1 + (bytes[local + 4] ?? 0) : 0)
  return begin < local + TS_PACKET_BYTES ? bytes.subarray(begin, local + TS_PACKET_BYTES) : null
}

/** At least one packet is looked at; those beyond the bytes are believed. */
function isRow(bytes: Uint8Array, begin: number, packetBytes: number): boolean {
  for (let i = 0, at = begin; i < SURE_PACKETS && at < bytes.length; i++, at += packetBytes) if (bytes[at] !== SYNC) return false
  return begin < bytes.length
}

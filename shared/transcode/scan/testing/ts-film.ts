/** Packets of a transport stream, for tests (ISO/IEC 13818-1). */

/** Packets of 188 bytes that carry a payload; what is left of the last one is stuffed. */
export function packets(pid: number, payload: readonly number[], scrambled = false): number[][] {
  const all: number[][] = []
  for (let at = 0; at < payload.length;) {
    const part = payload.slice(at, at + 184)
    const stuffing = 184 - part.length
    const field = stuffing === 0 ? [] : [stuffing - 1, ...(stuffing > 1 ? [0, ...Array.from({ length: stuffing - 2 }, () => 0xff)] : [])]
    all.push([0x47, (at === 0 ? 0x40 : 0) | (pid >> 8), pid & 255, (scrambled ? 0x80 : 0) | (stuffing === 0 ? 0x10 : 0x30), ...field, ...part])
    at += part.length
  }
  return all
}

/** The list of programmes: where each of them is listed. */
export function programmeList(pids: readonly number[]): number[][] {
  return packets(0, section(0, pids.flatMap((pid, i) => [0, i + 1, 0xe0 | (pid >> 8), pid & 255])))
}

/** The list of a programme's streams. */
export function streamList(listPid: number, streams: readonly { readonly type: number; readonly pid: number; readonly descriptors?: readonly number[] }[]): number[][] {
  return packets(listPid, section(2, [0xe1, 0, 0xf0, 0, ...streams.flatMap(({ type, pid, descriptors = [] }) => [type, 0xe0 | (pid >> 8), pid & 255, 0xf0, descriptors.length, ...descriptors])]))
}

function section(table: number, body: readonly number[]): number[] {
  const length = 5 + body.length + 4
  return [0, table, 0xb0 | (length >> 8), length & 255, 0, 1, 0xc1, 0, 0, ...body, 9, 9, 9, 9]
}

/** A PES packet with a presentation stamp; `sized`: it says how long it is, which pictures of films do not. */
export function stamped(sec: number, content: readonly number[], { stream = 0xe0, sized = false } = {}): number[] {
  const stamp = Math.round(sec * 90_000) % 2 ** 33
  const low = stamp % 2 ** 30
  const stampBytes = [0x21 | (Math.floor(stamp / 2 ** 30) << 1), (low >> 22) & 255, ((low >> 14) & 0xfe) | 1, (low >> 7) & 255, ((low << 1) & 0xfe) | 1]
  const length = sized ? 8 + content.length : 0
  return [0, 0, 1, stream, length >> 8, length & 255, 0x80, 0x80, 5, ...stampBytes, ...content]
}

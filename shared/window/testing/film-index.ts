/** Indexes of films as bytes, for tests: a movie box with one track, and Cues. */

export function uint(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256)
}

function letters(name: string): number[] {
  return [...name].map((letter) => letter.charCodeAt(0))
}

export function box(name: string, ...body: readonly (readonly number[])[]): number[] {
  const content = body.flat()
  return [...uint(content.length + 8, 4), ...letters(name), ...content]
}

/** A full box with a count and entries of four bytes a field; `claimed` lies about the count. */
export function table(name: string, entries: readonly (readonly number[])[], claimed = entries.length): number[] {
  return box(name, uint(0, 4), uint(claimed, 4), ...entries.map((fields) => fields.flatMap((field) => uint(field, 4))))
}

export interface TrackSpec {
  readonly handler?: string
  /** Ticks a second of the track; the movie has 1000. */
  readonly timescale?: number
  readonly edits?: readonly (readonly [durationTicks: number, mediaTime: number])[]
  readonly sizes?: readonly number[]
  /** Boxes of the sample table; those not named are made of `sizes`: 40 ms each, four to a chunk. */
  readonly tables?: readonly (readonly number[])[]
}

const FIRST_CHUNK = 1000

export function moov(durationTicks: number, ...tracks: readonly TrackSpec[]): Uint8Array {
  const mvhd = box('mvhd', uint(0, 12), uint(1000, 4), uint(durationTicks, 4))
  return Uint8Array.from(box('moov', mvhd, ...tracks.map(trak)))
}

function trak({ handler = 'vide', timescale = 25, edits = [], sizes = [], tables = defaultTables(sizes) }: TrackSpec): number[] {
  const elst = edits.length > 0 ? box('edts', table('elst', edits.map(([duration, time]) => [duration, time < 0 ? 2 ** 32 + time : time, 0x10000]))) : []
  const mdhd = box('mdhd', uint(0, 12), uint(timescale, 4), uint(0, 4))
  const hdlr = box('hdlr', uint(0, 8), letters(handler), uint(0, 12))
  return box('trak', elst, box('mdia', mdhd, hdlr, box('minf', box('stbl', ...tables))))
}

function defaultTables(sizes: readonly number[]): number[][] {
  const perChunk = 4
  const chunks = Array.from({ length: Math.ceil(sizes.length / perChunk) }, (_, chunk) => [FIRST_CHUNK + sizes.slice(0, chunk * perChunk).reduce((sum, size) => sum + size, 0)])
  return [table('stts', [[sizes.length, 1]]), table('stsc', [[1, perChunk, 1]]), stsz(sizes), table('stco', chunks)]
}

export function stsz(sizes: readonly number[], claimed = sizes.length): number[] {
  return box('stsz', uint(0, 8), uint(claimed, 4), ...sizes.map((size) => uint(size, 4)))
}

// -- Matroska

/** An element with its size in eight bytes, as muxers write it. */
export function element(id: number, ...body: readonly (readonly number[])[]): number[] {
  const content = body.flat()
  return [...uint(id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1), 0x01, ...uint(content.length, 7), ...content]
}

export interface Cue {
  readonly time: number
  readonly cluster: number
  readonly relative?: number
}

export function cues(list: readonly Cue[]): number[] {
  return element(0x1c53bb6b, ...list.map(({ time, cluster, relative }) => {
    const places = [element(0xf7, [1]), element(0xf1, uint(cluster, 6)), ...(relative === undefined ? [] : [element(0xf0, uint(relative, 4))])]
    return element(0xbb, element(0xb3, uint(time, 4)), element(0xb7, ...places))
  }))
}

/** A head up to the first cluster; its segment's content begins at SEGMENT_CONTENT. */
export function matroskaHead(...children: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([...element(0x1a45dfa3), 0x18, 0x53, 0x80, 0x67, 0x01, ...uint(1e12, 7), ...children.flat()])
}
export const SEGMENT_CONTENT = 12 + 12

/** Info with a duration of seconds, in ticks of scaleNs. */
export function info(seconds: number, scaleNs = 1_000_000): number[] {
  const duration = new DataView(new ArrayBuffer(8))
  duration.setFloat64(0, (seconds * 1e9) / scaleNs)
  return element(0x1549a966, element(0x2ad7b1, uint(scaleNs, 4)), element(0x4489, [...new Uint8Array(duration.buffer)]))
}

import { describe, expect, it } from 'vitest'
import { keyframeTimes } from './keyframes.ts'

/** An element with a size of eight bytes (RFC 8794). */
const element = (id: readonly number[], ...bodies: readonly (readonly number[])[]): number[] => {
  const body = bodies.flat()
  return [...id, 0x01, 0, 0, 0, 0, body.length >> 16 & 255, body.length >> 8 & 255, body.length & 255, ...body]
}
const number = (id: readonly number[], value: number) => element(id, [value >> 16 & 255, value >> 8 & 255, value & 255])
const track = (id: number, type: number) => element([0xae], number([0xd7], id), number([0x83], type))
const cue = (timeMs: number, ...tracks: readonly number[]) => element([0xbb], number([0xb3], timeMs), ...tracks.map((id) => element([0xb7], number([0xf7], id), number([0xf1], 5))))
const head = (...inside: readonly (readonly number[])[]) => [...element([0x1a, 0x45, 0xdf, 0xa3], [0]), ...element([0x18, 0x53, 0x80, 0x67], element([0x15, 0x49, 0xa9, 0x66], number([0x2a, 0xd7, 0xb1], 1_000_000)), element([0x16, 0x54, 0xae, 0x6b], track(1, 2), track(2, 1), track(3, 17)), ...inside)]
const cues = element([0x1c, 0x53, 0xbb, 0x6b], cue(0, 2), cue(1500, 3), cue(2000, 1, 2), cue(4040, 2))

describe('the key frames of a Matroska film', () => {
  it('are those of the picture, though sound and subtitles have places in the index too', () => {
    expect(keyframeTimes([{ begin: 0, bytes: Uint8Array.from(head()) }, { begin: 900, bytes: Uint8Array.from(cues) }])).toEqual([0, 2, 4.04])
    expect(keyframeTimes([{ begin: 0, bytes: Uint8Array.from(head(cues)) }])).toEqual([0, 2, 4.04])
  })

  it('are unknown without an index', () => {
    expect(keyframeTimes([])).toEqual([])
    expect(keyframeTimes([{ begin: 0, bytes: Uint8Array.from(head()) }])).toEqual([])
    expect(keyframeTimes([{ begin: 0, bytes: Uint8Array.from([1, 2, 3]) }])).toEqual([])
  })
})

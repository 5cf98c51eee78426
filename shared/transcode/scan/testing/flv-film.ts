/** Tags of a Flash video, for tests (Adobe Flash Video File Format 10.1, annex E). */

const u24 = (value: number) => [(value >> 16) & 255, (value >> 8) & 255, value & 255]
const u32 = (value: number) => [(value >> 24) & 255, ...u24(value)]

export function flvTag(type: number, ms: number, body: readonly number[]): number[] {
  return [type, ...u24(body.length), ...u24(ms & 0xffffff), Math.floor(ms / 2 ** 24), 0, 0, 0, ...body, ...u32(body.length + 11)]
}

export const FLV_HEAD: readonly number[] = [0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]
/** What the decoder of H.264 must be told. */
export const FLV_PARAMETERS: readonly number[] = flvTag(9, 0, [0x17, 0, 0, 0, 0, 1, 2, 3])

export function flvPicture(ms: number, isKey: boolean, shownLaterMs = 0, codec = 7, bytes = 40): number[] {
  return flvTag(9, ms, [(isKey ? 0x10 : 0x20) | codec, 1, ...u24(shownLaterMs & 0xffffff), ...Array.from({ length: bytes }, () => 5)])
}

export function flvSound(ms: number): number[] {
  return flvTag(8, ms, [0xaf, 1, 2, 3])
}

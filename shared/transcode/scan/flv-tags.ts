/** The header of a tag and the first bytes of a picture (Adobe Flash Video File Format 10.1, annex E.4). */
export const TAG_BYTES = 11
export const PICTURE_BYTES = 5
export const SIZE_BEHIND_BYTES = 4
export const FLV_TAG = { sound: 8, picture: 9, script: 18 } as const

export function isTagType(type: number): boolean {
  return type === FLV_TAG.sound || type === FLV_TAG.picture || type === FLV_TAG.script
}

/** `FLV`. */
export const FLV_SIGN = 0x464c56
/** H.264, and HEVC as it was written before there was a word for it: their pictures say when they are shown. */
export const FLV_CODECS: readonly number[] = [7, 12]

/** When the content of the tag at a place is decoded. */
export function decodedSec(view: DataView, at: number): number {
  return (((view.getUint8(at + 7) << 24) | (view.getUint32(at + 4) >>> 8)) >>> 0) / 1000
}

/** How much later a picture of these codecs is shown. */
export function shownLaterSec(view: DataView, at: number): number {
  return ((view.getUint32(at + TAG_BYTES + 1) << 8) >> 8) / 1000
}

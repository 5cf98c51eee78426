import { nullable, number, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'

/** Colours that are read well above any picture, lightest first. */
export const LOOK_COLOURS = ['#ffffff', '#ffe14d', '#8ff0e8', '#b9f27c', '#c9d3d8'] as const
export const LOOK_BACKINGS = ['outline', 'shade', 'box'] as const

/** How the person wants subtitles to look, and in which language. */
export const subtitleLookSchema = object({
  /** Letters this many times as large as usual. */
  size: number(0.5, 3),
  colour: picklist(LOOK_COLOURS),
  /** What stands behind the letters: their outline, a shade, a box. */
  backing: picklist(LOOK_BACKINGS),
  /** How far above the foot of the picture, as a share of its height. */
  raise: number(0, 0.8),
  /** Preferred over all others; null = that of the window. */
  language: nullable(text(35)),
})
export type SubtitleLook = ValueOf<typeof subtitleLookSchema>

export const DEFAULT_LOOK: SubtitleLook = { size: 1, colour: '#ffffff', backing: 'outline', raise: 0.04, language: null }
export const LOOK_SIZES = [0.7, 0.85, 1, 1.2, 1.5, 2] as const
export const LOOK_RAISES = [0.04, 0.1, 0.2, 0.4, 0.8] as const

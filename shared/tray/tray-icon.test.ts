import { expect, it } from 'vitest'
import { TRAY_ICON_SIDE, drawTrayIcon } from './tray-icon.ts'

/** Points of the ring's outer row at its top, right, bottom and left: solid, faint or empty. */
const ring = (share: number | null) => {
  const bitmap = drawTrayIcon(share)
  const at = (x: number, y: number) => bitmap[(y * TRAY_ICON_SIDE + x) * 4 + 3]
  return [at(17, 2), at(29, 17), at(14, 29), at(2, 14)].map((alpha) => (alpha === 255 ? '#' : alpha === 0 ? ' ' : '.')).join('')
}

it.each([[0, '....'], [0.3, '##..'], [0.6, '###.'], [1, '####'], [null, '####']])('at %s the ring is filled clockwise: %s', (share, expected) => {
  expect(ring(share)).toBe(expected)
})

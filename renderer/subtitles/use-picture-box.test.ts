import { describe, expect, it } from 'vitest'
import { pictureBox } from './use-picture-box.ts'

describe('where the picture is on the screen', () => {
  it.each([
    ['with bars above and below', [1000, 1000, 1920, 1080], { left: 0, top: 218.75, width: 1000, height: 562.5, below: 218.75 }],
    ['with bars at the sides', [1000, 400, 1000, 1000], { left: 300, top: 0, width: 400, height: 400, below: 0 }],
    ['everywhere, while there is none', [1000, 400, 0, 0], { left: 0, top: 0, width: 1000, height: 400, below: 0 }],
  ] as const)('%s', (_what, [screenWidth, screenHeight, width, height], expected) => {
    expect(pictureBox(screenWidth, screenHeight, width, height)).toEqual(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { pictureBox } from './use-picture-box.ts'

describe('where the picture is on the screen', () => {
  it.each([
    ['with bars above and below', [960, 960, 1920, 1080], { left: 0, top: 210, width: 960, height: 540, below: 210 }],
    ['with bars at the sides', [1000, 400, 1000, 1000], { left: 300, top: 0, width: 400, height: 400, below: 0 }],
    ['everywhere, while there is none', [1000, 400, 0, 0], { left: 0, top: 0, width: 1000, height: 400, below: 0 }],
  ] as const)('%s', (_what, [screenWidth, screenHeight, width, height], expected) => {
    expect(pictureBox(screenWidth, screenHeight, width, height)).toEqual(expected)
  })
})

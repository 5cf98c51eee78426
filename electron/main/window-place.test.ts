import { describe, expect, it } from 'vitest'
import { miniPlace, placeWindow } from './window-place.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 1280, height: 1024 }
const saved = { x: 100, y: 50, width: 900, height: 600, maximized: false }

describe('the window opens', () => {
  it.each([
    ['at its first size in a place the system chooses', null, [screen], { width: 1180, height: 720 }],
    ['where it was', saved, [screen], { x: 100, y: 50, width: 900, height: 600 }],
    ['where it was on a second display', { ...saved, x: 2000 }, [screen, second], { x: 2000, y: 50, width: 900, height: 600 }],
    ['in a place the system chooses when its display is gone', { ...saved, x: 2000 }, [screen], { width: 900, height: 600 }],
    ['in a place the system chooses when its title bar was above the screen', { ...saved, y: -200 }, [screen], { width: 900, height: 600 }],
    ['no larger than the display', { ...saved, width: 5000, height: 4000 }, [screen], { x: 100, y: 50, width: 1920, height: 1080 }],
    ['no smaller than usable', { ...saved, width: 10, height: 10 }, [screen], { width: 480, height: 320 }],
    ['at a usable size even when no display is known', null, [], { width: 480, height: 320 }],
  ])('%s', (_title, state, displays, expected) => {
    expect(placeWindow(state, displays)).toEqual(expected)
  })
})

describe('the mini-player opens', () => {
  it.each([
    ['in the corner, in the shape of the picture', screen, 16 / 9, { x: 1496, y: 831, width: 400, height: 225 }],
    ['on the display where the window was', second, 16 / 9, { x: 2776, y: 775, width: 400, height: 225 }],
    ['no higher than wide for a film that stands upright', screen, 9 / 16, { x: 1496, y: 656, width: 400, height: 400 }],
    ['high enough for its buttons when the film is very flat', screen, 4, { x: 1496, y: 889, width: 400, height: 167 }],
  ])('%s', (_title, workArea, aspect, expected) => {
    expect(miniPlace(workArea, aspect)).toEqual(expected)
  })
})

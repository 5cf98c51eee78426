import { describe, expect, it } from 'vitest'
import { FRESH_WATCH, smallerHeights, watchHeight } from './auto-height.ts'

/** Heights over time: `speeds` are one a second. */
function follow(speeds: readonly (number | null)[], sourceLines = 1080, first: number | null = null, stepsDown = 0): (number | null)[] {
  let watch = FRESH_WATCH
  let height = first
  const seen: (number | null)[] = []
  speeds.forEach((speed, second) => {
    const looked = watchHeight(watch, { speed, sourceLines, height, stepsDown, nowMs: second * 1000 })
    watch = looked.watch
    if (looked.height === undefined) return
    height = looked.height
    seen.push(height)
  })
  return seen
}
const times = (count: number, speed: number | null) => Array.from({ length: count }, () => speed)

describe('the height of an encoded picture', () => {
  it('goes down step by step while it is made more slowly than it is watched', () => {
    expect(follow(times(40, 0.8))).toEqual([720, 480])
    expect(follow(times(40, 0.8), 2160)).toEqual([1080, 720, 480])
    expect(follow(times(60, 0.8), 480)).toEqual([])
  })

  it('stays through a moment, a pause and a wait for the download', () => {
    expect(follow([...times(9, 0.8), 2, ...times(9, 0.8), null, ...times(9, 0.8)])).toEqual([])
  })

  it('goes up again after half a minute with time to spare', () => {
    expect(follow(times(30, 4), 1080, 480)).toEqual([])
    expect(follow(times(70, 4), 1080, 480)).toEqual([720, null])
    expect(follow(times(70, 2), 1080, 480)).toEqual([])
    expect(follow(times(200, 9), 1080, null)).toEqual([])
  })

  it('goes up though it is held most of the time, as what is made quickly is', () => {
    const burst = [...times(12, 4), ...times(30, null)]
    expect(follow([...burst, ...burst], 1080, 720)).toEqual([])
    expect(follow([...burst, ...burst, ...burst], 1080, 720)).toEqual([null])
    expect(follow([...burst, ...burst, 2, ...burst], 1080, 720)).toEqual([])
  })

  it('waits twice as long with each time it had to go down', () => {
    expect(follow(times(60, 4), 1080, 720, 2)).toEqual([])
    expect(follow(times(62, 4), 1080, 720, 2)).toEqual([null])
    expect(follow(times(1900, 4), 1080, 720, 20)).toEqual([])
    expect(follow(times(1930, 4), 1080, 720, 20)).toEqual([null])
  })
})

describe('the heights a person may choose', () => {
  it.each([[3840, 1600, [1080, 720, 480]], [1920, 1080, [720, 480]], [1920, 800, [720, 480]], [720, 576, [480]], [640, 360, []]])('of a picture of %d x %d are %j', (width, height, offered) => {
    expect(smallerHeights({ width, height })).toEqual(offered)
  })
})

import { expect, it } from 'vitest'
import { hastenJumps } from './hasten-jumps.ts'

/** A loader as the HLS part of video.js has it: its buffers are empty when `emptied` is called. */
function createLoader() {
  const done: (() => void)[] = []
  const loader = {
    looks: 0, stands: false,
    paused: () => loader.stands,
    load: () => { loader.looks += 1 },
    resetEverything: (whenEmpty: () => void) => { done.push(whenEmpty) },
  }
  return { loader, tech: { vhs: { playlistController_: { mainSegmentLoader_: loader } } }, emptied: () => { done.shift()?.() } }
}

it('the next segment is looked for when the buffers are empty, and whoever asked for that is told', () => {
  const { loader, tech, emptied } = createLoader()
  hastenJumps(tech)
  let told = false
  loader.resetEverything(() => { told = true })
  expect([loader.looks, told]).toEqual([0, false])
  emptied()
  expect([loader.looks, told]).toEqual([1, true])
})

it('nothing is looked for while the loader stands still', () => {
  const { loader, tech, emptied } = createLoader()
  hastenJumps(tech)
  loader.stands = true
  loader.resetEverything(() => undefined)
  emptied()
  expect(loader.looks).toBe(0)
})

it('another player than the one we know is left alone', () => {
  expect(() => { for (const tech of [null, {}, { vhs: { playlistController_: { mainSegmentLoader_: {} } } }]) hastenJumps(tech) }).not.toThrow()
})

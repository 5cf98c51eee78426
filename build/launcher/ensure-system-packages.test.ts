import { expect, test } from 'vitest'
import { missingPackages } from './ensure-system-packages.mjs'

test('a package counts as installed under any of its names', () => {
  const wanted = [['libasound2t64', 'libasound2'], ['ffmpeg'], ['mpv']]
  expect(missingPackages(wanted, new Set(['libasound2', 'mpv']))).toEqual([['ffmpeg']])
  expect(missingPackages(wanted, new Set(['libasound2t64', 'ffmpeg', 'mpv']))).toEqual([])
})

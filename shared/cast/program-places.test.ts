import { expect, it } from 'vitest'
import { programPlaces } from './program-places.ts'

it.each([
  ['linux', '/usr/bin:bin:/opt/x/', ['/usr/bin/mpv', '/opt/x/mpv', '/usr/bin/vlc', '/opt/x/vlc']],
  ['win32', 'C:\\tools;.', ['C:\\tools\\mpv.exe', 'C:\\Program Files\\mpv\\mpv.exe']],
])('players of %s are looked for in the absolute folders of PATH and where installers put them', (platform, PATH, paths) => {
  expect(programPlaces({ env: { PATH }, platform }).map(({ path }) => path)).toEqual(paths)
})

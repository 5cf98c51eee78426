import { expect, it } from 'vitest'
import { isPacked } from './packed.ts'

const file = (name: string, lengthBytes = 100) => ({ name, lengthBytes })

it.each([
  ['parts of an archive', [file('film.rar'), file('film.r00'), file('film.r01'), file('film.nfo', 1), file('film.sfv', 1)], true],
  ['parts with numbers', [file('film.part1.rar'), file('film.part02.RAR')], true], ['split parts', [file('film.mkv.001'), file('film.mkv.002')], true],
  ['a zip', [file('film.zip')], true], ['a 7z beside a small picture', [file('film.7z'), file('cover.jpg', 50)], true],
  ['no archive', [file('film.iso'), file('read me.txt')], false], ['a small archive beside something large', [file('subs.zip', 1), file('film.iso')], false], ['nothing', [], false], ['a name that is an ending', [file('rar')], false],
])('a torrent of %s is packed: %s', (_title, files, expected) => {
  expect(isPacked(files)).toBe(expected)
})

import { describe, expect, it } from 'vitest'
import { programWords } from './program-words.ts'

describe('the words given to the program', () => {
  it.each([
    ['packaged', true, ['/opt/millrace', 'a.torrent', '--keep'], ['a.torrent', '--keep']],
    ['with the program as an argument', false, ['/electron', '.', 'a.torrent'], ['a.torrent']],
    ['with switches before the program', false, ['/electron', '--disable-gpu', '/src/millrace', '--peer', '1.2.3.4:5', 'a.torrent'], ['--disable-gpu', '--peer', '1.2.3.4:5', 'a.torrent']],
    ['with nothing at all', true, ['/opt/millrace'], []],
  ])('%s', (_title, isPackaged, argv, words) => {
    expect(programWords(argv, isPackaged)).toEqual(words)
  })
})

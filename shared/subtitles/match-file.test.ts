import { describe, expect, it } from 'vitest'
import { toTorrentFiles } from '../torrent/media-files.ts'
import { parseLanguage } from './language.ts'
import { matchSubtitles } from './match-file.ts'

/** The subtitles of the first path, as `path: language title marks`. */
function matches(...paths: readonly string[]): string[] {
  const files = toTorrentFiles({ files: paths.map((path, index) => ({ index, name: path.split('/').at(-1) ?? '', path, lengthBytes: 1000, offsetBytes: index * 1000, padding: false, available: true })) })
  const [film] = files
  return (film ? matchSubtitles(film, files) : []).map(({ fileIndex, language, title, forced, hearingImpaired }) =>
    [`${paths[fileIndex] ?? ''}:`, language ?? '?', title, forced ? 'forced' : '', hearingImpaired ? 'sdh' : ''].filter((word) => word !== '').join(' '))
}

describe('subtitles beside a film', () => {
  it('have its name, with a language behind it', () => {
    expect(matches('T/Film.2020.mkv', 'T/Film.2020.srt', 'T/Film.2020.en.srt', 'T/Film.2020.pt-BR.forced.srt', 'T/Film.2020.ger.SDH.ass')).toEqual([
      'T/Film.2020.en.srt: en', 'T/Film.2020.ger.SDH.ass: de sdh', 'T/Film.2020.pt-BR.forced.srt: pt-BR forced', 'T/Film.2020.srt: ?',
    ])
  })
  it('of a single film are all of them, whatever they are called', () => {
    expect(matches('T/Film.mkv', 'T/Subs/2_English.srt', 'T/Subs/3_French.srt', 'T/Subs/Commentary.en.srt')).toEqual([
      'T/Subs/2_English.srt: en', 'T/Subs/3_French.srt: fr', 'T/Subs/Commentary.en.srt: en Commentary',
    ])
  })
  it('of an episode are its own, and not those of episode 10', () => {
    expect(matches('S/Show E1.mkv', 'S/Show E10.mkv', 'S/Show E1.en.srt', 'S/Show E10.en.srt', 'S/Subs/Show E1/2_English.srt', 'S/Subs/Show E10/2_English.srt', 'S/Subs/Show E1.fr.srt')).toEqual([
      'S/Show E1.en.srt: en', 'S/Subs/Show E1/2_English.srt: en', 'S/Subs/Show E1.fr.srt: fr',
    ])
  })
  it('of the film whose name goes on are not those of the shorter name', () => {
    expect(matches('S/Alien.mkv', 'S/Alien 3.mkv', 'S/Alien 3.en.srt', 'S/Alien.en.srt')).toEqual(['S/Alien.en.srt: en'])
  })
  it('take their language from a folder when their name has none', () => {
    expect(matches('S/A.mkv', 'S/Subs/Deutsch/a.srt')).toEqual(['S/Subs/Deutsch/a.srt: de'])
  })
  it('are texts: pictures and other files are left out', () => {
    expect(matches('T/Film.mkv', 'T/Film.idx', 'T/Film.sup', 'T/Film.nfo')).toEqual([])
  })
})

describe('the language a word stands for', () => {
  it.each([['eng', 'en'], ['ger', 'de'], ['deu', 'de'], ['English', 'en'], ['pt-br', 'pt-BR'], ['pob', 'pt-BR'], ['zh-TW', 'zh-Hant'], ['es-419', null], ['web', null], ['the', null], ['x264', null], ['dl', null]])('%s', (word, language) => {
    expect(parseLanguage(word)).toBe(language)
  })
})

import { describe, expect, it } from 'vitest'
import { parseInfoHash } from '../../shared/ids.ts'
import { FREE_FILMS, filmMagnet } from './free-films.ts'

describe('the free films', () => {
  it.each(FREE_FILMS.map((film) => [film.title, film] as const))('%s has a magnet link that names its hash, trackers and web seed', (title, film) => {
    const link = new URL(filmMagnet(film))
    expect(parseInfoHash(film.infoHash)).toMatchObject({ ok: true })
    expect(link.searchParams.get('xt')).toBe(`urn:btih:${film.infoHash}`)
    expect(link.searchParams.get('dn')).toBe(title)
    expect(link.searchParams.getAll('tr')).toHaveLength(5)
    expect(link.searchParams.get('ws')).toBe('https://webtorrent.io/torrents/')
  })
})

import { describe, expect, it } from 'vitest'
import { planSeedRequests } from './web-seed-request.ts'

const files = [{ path: 'Show/a b.mkv', offset: 0, length: 100 }, { path: 'Show/é.srt', offset: 100, length: 50 }, { path: 'Show/c', offset: 150, length: 10 }]

describe('a web seed', () => {
  it('of one file is the address itself, or the name below it', () => {
    const one = [{ path: 'film.mp4', offset: 0, length: 100 }]
    expect(planSeedRequests('https://s.example.org/x', one, { begin: 10, end: 20 })).toEqual([{ url: 'https://s.example.org/x', bytes: { begin: 10, end: 20 } }])
    expect(planSeedRequests('https://s.example.org/', one, { begin: 10, end: 20 })).toEqual([{ url: 'https://s.example.org/film.mp4', bytes: { begin: 10, end: 20 } }])
  })

  it('of several files is asked for each part, by escaped path', () => {
    expect(planSeedRequests('https://s.example.org', files, { begin: 90, end: 155 })).toEqual([
      { url: 'https://s.example.org/Show/a%20b.mkv', bytes: { begin: 90, end: 100 } }, { url: 'https://s.example.org/Show/%C3%A9.srt', bytes: { begin: 0, end: 50 } }, { url: 'https://s.example.org/Show/c', bytes: { begin: 0, end: 5 } },
    ])
  })
})

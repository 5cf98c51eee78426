import { describe, expect, it } from 'vitest'
import { makeOddFilm, ODD_FILMS } from '../../../e2e/lab/odd-film.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'
import { convertersOf, openConverted } from './converted-film.fixture.ts'

describe('several players of converted films', () => {
  const room = useSwarmRoom('many')

  async function open(seconds: number) {
    const film = await makeOddFilm({ ...ODD_FILMS.mkvAc3, seconds })
    const { host, infoHash } = await room.openSeeded(film.path, {}, { ffmpegPlaces: ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform }) })
    return `${host.baseUrl}/torrents/${infoHash}/hls/0/transcodeAudio-a0-full/index.m3u8`
  }

  it('who ask for places far apart of the same film are all served, in whatever order', async () => {
    const film = await openConverted(await open(120), room.at())
    const cells = [50, 3, 28, 57, 12, 29, 4, 51]
    const segments = await Promise.all(cells.map(film.segment))
    expect(segments.every(({ length }) => length > 1000)).toBe(true)
    const again = await Promise.all(cells.map(film.segment))
    expect(again.map(({ length }) => length)).toEqual(segments.map(({ length }) => length))
  })

  it.skipIf(process.platform !== 'linux')('who watch far apart have an ffmpeg each, and neither takes the other\'s away', async () => {
    const url = await open(300)
    const film = await openConverted(url, room.at())
    const [near, far] = [[0, 10, 12, 14, 16], [90, 91, 93, 95, 97]]
    await film.segment(near[0] ?? 0)
    await film.segment(far[0] ?? 0)
    // Whoever was there first shows only now that they have not jumped.
    await film.segment(near[1] ?? 0)
    await waitUntil('two ffmpegs run', () => convertersOf(url).length === 2)
    const running = convertersOf(url)
    for (const place of [2, 3, 4]) for (const cells of [far, near]) expect((await film.segment(cells[place] ?? 0)).length).toBeGreaterThan(1000)
    expect(convertersOf(url)).toEqual(running)
  })

  it.skipIf(process.platform !== 'linux')('of whom one jumps about leave one ffmpeg behind', async () => {
    const url = await open(300)
    const film = await openConverted(url, room.at())
    for (const cell of [0, 45, 90]) expect((await film.segment(cell)).length).toBeGreaterThan(1000)
    await waitUntil('one ffmpeg runs', () => convertersOf(url).length === 1)
  })

  it('who jump about are served wherever a run comes upon what is made already', async () => {
    const film = await openConverted(await open(40), room.at())
    // From the second on, three cells ahead of a run that stops before it gets there.
    for (const cells of [[7, 8], [2], [3, 9], [14], [11], [12, 17], [1, 5], [0, 4], [19, 13], [10, 6]]) expect((await Promise.all(cells.map(film.segment))).every(({ length }) => length > 1000)).toBe(true)
  })

  it('are not kept by players that came and went at thirty places', async () => {
    const url = await open(120)
    const film = await openConverted(url, room.at())
    await film.init()
    for (let i = 0; i < 30; i++) {
      const away = new AbortController()
      const asked = fetch(new URL(`${String((i * 37) % 60)}.m4s`, url), { signal: away.signal }).then((answer) => answer.arrayBuffer()).catch(() => null)
      if (i % 3 === 0) await asked
      away.abort()
      await asked
    }
    expect((await film.segment(58)).length).toBeGreaterThan(1000)
    expect((await film.packets([7])).filter(({ type }) => type === 'video')).toHaveLength(50)
  })
})

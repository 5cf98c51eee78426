import { describe, expect, it } from 'vitest'
import { makeFilm } from '../../../e2e/lab/media.ts'
import type { FilmKind } from '../../../e2e/lab/media.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { readUrl } from '../test/running-host.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'

const FILM = { seconds: 60, bytesPerSec: 250_000 } as const
const PLACES = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })

describe('the pictures of a film that comes from a swarm', () => {
  const room = useSwarmRoom('pictures')

  async function open(kind: FilmKind, uploadBytesPerSec = 0) {
    const film = await makeFilm({ ...FILM, kind })
    const opened = await room.openSeeded(film.path, { uploadBytesPerSec }, { ffmpegPlaces: PLACES })
    return { ...opened, stream: await opened.host.openStream(opened.infoHash) }
  }

  it.each(['mkv', 'mp4IndexAtEnd'] as const)('are made of a %s where it is here, and nowhere else, and nothing is waited for', async (kind) => {
    const { host, infoHash, torrent, seeder, stream } = await open(kind, 4 * FILM.bytesPerSec)
    await readUrl(stream.url, torrent.lengthBytes - FILM.bytesPerSec).done
    await readUrl(stream.url, 0, 20 * FILM.bytesPerSec).done
    await seeder.stop()
    await waitUntil('the peer is gone', () => host.progress()?.peers === 0)
    host.reportPlayhead({ streamId: stream.streamId, durationSec: FILM.seconds, paused: true })
    await waitUntil('no read is open', () => host.status()?.cursors.length === 0)
    await host.handlers['media.listFilmParts']({ infoHash, fileIndex: 0 }, new AbortController().signal)
    let waiting = 0
    await waitUntil('three pictures are made', () => {
      // The look into the film by which it is decided how it plays is a read; it waits for nothing that is here.
      waiting = Math.max(waiting, host.status()?.cursors.filter((cursor) => cursor.waiting).length ?? 0)
      return (host.pictures()?.made.length ?? 0) >= 3
    })
    const { made, cellSec, url } = host.pictures() ?? { made: [], cellSec: 0, url: '' }
    const verifiedSec = host.status()?.verifiedSec ?? []
    for (const cell of made) expect(verifiedSec.some(({ begin, end }) => begin <= cell * cellSec && (cell + 0.5) * cellSec <= end)).toBe(true)
    const picture = Buffer.from(await (await fetch(`${url}/${String(made[1])}`)).arrayBuffer())
    expect(picture.readUInt16BE(0)).toBe(0xffd8)
    expect((await fetch(`${url}/28`)).status).toBe(404)
    expect(waiting).toBe(0)
  })

  it('leave a byte that is missing alone: it is refused, and a body ends before it', async () => {
    const { host, infoHash, stream } = await open('mkv', FILM.bytesPerSec)
    await readUrl(stream.url, 0, 600_000).done
    await host.closeStream(stream.streamId)
    await host.handlers['media.listFilmParts']({ infoHash, fileIndex: 0 }, new AbortController().signal)
    const here = `${host.baseUrl}/torrents/${infoHash}/here/0`
    expect((await fetch(here, { headers: { range: 'bytes=12000000-' } })).status).toBe(503)
    const part = await fetch(here)
    expect(part.status).toBe(200)
    await expect(part.arrayBuffer()).rejects.toThrow()
    const whole = await fetch(here, { headers: { range: 'bytes=100-299999' } })
    expect((await whole.arrayBuffer()).byteLength).toBe(299_900)
  })
})

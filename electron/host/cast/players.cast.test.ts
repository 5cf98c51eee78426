import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMediaServer } from '../../../e2e/lab/cast/media-server.ts'
import type { MediaServer } from '../../../e2e/lab/cast/media-server.ts'
import type { Film } from '../../../e2e/lab/film.ts'
import { makeFilm } from '../../../e2e/lab/media.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastMedia, CastState } from '../../../shared/cast/cast-media.ts'
import { positionNow } from '../../../shared/cast/cast-media.ts'
import type { Program } from '../../../shared/cast/device.ts'
import type { CastSession } from './cast-session.ts'
import { findPrograms } from './find-programs.ts'
import { createMpvSession } from './mpv-session.ts'
import { createVlcSession } from './vlc-session.ts'

const FILM_SEC = 60
const clock = () => performance.now()
let film: Film
let folder: TempFolder
let server: MediaServer

beforeAll(async () => {
  film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: FILM_SEC, bytesPerSec: 60_000 })
  folder = await createTempFolder('players')
  server = await startMediaServer(path.dirname(film.path), '127.0.0.1', { '.mp4': 'video/mp4' })
})
afterAll(async () => {
  await server.close()
  await folder.close()
})

/** The real player, without a screen and a sound card, as the person's own program of that name. */
async function headless(id: Program['id'], command: string): Promise<Program> {
  const program = path.join(folder.path, id)
  await writeFile(program, `#!/bin/sh\nexec ${command} "$@"\n`)
  await chmod(program, 0o755)
  const [found] = await findPrograms([{ kind: 'program', id, name: id, model: '', path: path.join(folder.path, 'none') }, { kind: 'program', id, name: id, model: '', path: program }])
  if (!found) throw new Error('the player is not found')
  return found
}

const media = (): CastMedia => ({
  url: server.url(film.name), mediaType: 'video/mp4', title: '--A film', durationSec: FILM_SEC, lengthBytes: film.lengthBytes,
  contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true,
})
const open = (device: Program, startSec: number) =>
  (device.id === 'mpv' ? createMpvSession : createVlcSession)(device, { first: { media: media(), startSec, paused: false, subtitleId: null }, onChange: () => undefined, clock })
const until = (session: CastSession, what: string, isSo: (state: CastState) => boolean) =>
  waitUntil(`${what}; it is ${JSON.stringify(session.state())}`, () => isSo(session.state()), 30_000)
const at = (session: CastSession) => positionNow(session.state(), clock())

/** Without a screen and a sound card; VLC does not run as root, and in a namespace of users it need not. */
const COMMANDS: Readonly<Record<Program['id'], string>> = { mpv: 'mpv --vo=null --ao=null', vlc: 'unshare --map-user=1000 --map-group=1000 vlc --intf=dummy --vout=dummy --aout=dummy' }

describe.each(['mpv', 'vlc'] as const)('%s', (id) => {
  it('plays from the second asked for, pauses, seeks, changes its volume, ends, and takes the next film', async () => {
    const session = open(await headless(id, COMMANDS[id]), 20)
    try {
      await until(session, 'it plays', ({ phase }) => phase === 'playing')
      expect(at(session)).toBeGreaterThanOrEqual(19)
      expect(at(session)).toBeLessThan(24)
      session.command({ kind: 'pause' })
      await until(session, 'it is paused', ({ phase }) => phase === 'paused')
      session.command({ kind: 'seek', toSec: 45 })
      await waitUntil('it is there', () => Math.abs(at(session) - 45) < 1)
      session.command({ kind: 'volume', level: 0.5 })
      session.command({ kind: 'mute', muted: true })
      await until(session, 'it is quiet', ({ volume, muted }) => volume === 0.5 && muted === true)
      session.command({ kind: 'play' })
      await until(session, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 45.5 && positionSec < 52)
      session.command({ kind: 'seek', toSec: 57 })
      await until(session, 'it ended', ({ phase }) => phase === 'ended')
      session.load({ media: media(), startSec: 5, paused: false, subtitleId: null })
      await until(session, 'the next one plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 4.5 && positionSec < 15)
    } finally {
      await session.close(1500)
    }
    expect(session.state().phase).toBe('stopped')
    expect(session.state().positionSec).toBeGreaterThanOrEqual(4.5)
  })

  it('that is no player says so', async () => {
    const session = open(await headless(id, 'false'), 20)
    await until(session, 'it is over', ({ phase }) => phase === 'lost')
    expect(session.state()).toMatchObject({ reason: 'noPlayer', positionSec: 20 })
    await session.close(1500)
  })
})

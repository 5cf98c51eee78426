import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from './fixtures/test.ts'
import { startLabProcess, withLifeline } from './lab/lab-process.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeFilm } from './lab/media.ts'
import { mustRun } from './lab/run-tool.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** The system's media keys and its card of what plays, as a desktop sees them: MPRIS 2.2 on a bus of the test's own. */

const PLAYER = 'org.mpris.MediaPlayer2.Player'
const PLACE = '/org/mpris/MediaPlayer2'

test.skip(process.platform !== 'linux', 'other systems have no bus to ask')

test('the system shows what plays, where and how it looks, and its keys steer the film', async ({ launch, swarm, folder }) => {
  const daemon = startLabProcess(...withLifeline('dbus-daemon', ['--session', '--nofork', '--nosyslog', '--print-address', `--address=unix:path=${path.join(folder, 'bus')}`]))
  try {
    const address = await daemon.waitForLine((line) => line.startsWith('unix:'))
    const bus = async (destination: string, ...message: readonly string[]) => mustRun('dbus-send', [`--bus=${address}`, '--print-reply', `--dest=${destination}`, ...message])
    const torrent = await makeEpisodes(folder)
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath], env: { DBUS_SESSION_BUS_ADDRESS: address } })
    const { video, seekBar } = playerOf(page)
    await video.waitFor({ state: 'attached', timeout: 20_000 })
    await countFrames(video, 25)

    const findPlayer = async () => /org\.mpris\.MediaPlayer2\.\w+\.instance\d+/u.exec(await bus('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListNames'))?.[0] ?? ''
    await expect.poll(findPlayer).not.toBe('')
    const name = await findPlayer()
    const read = (property: string) => bus(name, PLACE, 'org.freedesktop.DBus.Properties.Get', `string:${PLAYER}`, `string:${property}`)
    const press = (key: string, ...values: readonly string[]) => bus(name, PLACE, `${PLAYER}.${key}`, ...values)
    const isPaused = async () => (await filmFacts(video)).paused

    await expect.poll(() => read('Metadata')).toContain('Evening S1E1')
    await expect.poll(() => read('Metadata')).toContain('mpris:artUrl')
    await expect.poll(() => read('Metadata')).toMatch(/mpris:length"\s+variant\s+int64 (?:39|40)\d{6}/u)
    await expect.poll(() => read('PlaybackStatus')).toContain('Playing')

    await press('PlayPause')
    await expect.poll(isPaused).toBe(true)
    await expect.poll(() => read('PlaybackStatus')).toContain('Paused')
    const shownSec = async () => Number(await seekBar.getAttribute('aria-valuenow'))
    const beforeSec = await shownSec()
    await press('Seek', 'int64:10000000')
    await expect.poll(shownSec).toBe(beforeSec + 10)
    await press('SetPosition', `objpath:${/mpris:trackid"\s+variant\s+object path "([^"]+)"/u.exec(await read('Metadata'))?.[1] ?? ''}`, 'int64:25000000')
    await expect.poll(shownSec).toBe(25)
    await expect.poll(async () => Number(/int64 (\d+)/u.exec(await read('Position'))?.[1])).toBeGreaterThanOrEqual(25_000_000)
    await press('Play')
    await expect.poll(isPaused).toBe(false)

    expect(await read('CanGoPrevious')).toContain('false')
    await press('Next')
    await expect.poll(() => read('Metadata')).toContain('Evening S1E2')
    await countFrames(video, 10)
  } finally {
    await daemon.close()
  }
})

/** Two episodes of one length. */
async function makeEpisodes(folder: string) {
  const content = path.join(folder, 'Evening')
  await mkdir(content)
  const film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: 40, bytesPerSec: 150_000 })
  for (const name of ['Evening S1E1.mp4', 'Evening S1E2.mp4']) await copyFile(film.path, path.join(content, name))
  return makeTorrent({ content, torrentPath: path.join(folder, 'evening.torrent') })
}

import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeOddFilm, ODD_FILMS } from './lab/odd-film.ts'
import type { OddFilmSpec } from './lab/odd-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** Three seconds of film. */
const FRAMES = 75

const CASES: readonly { title: string; spec: OddFilmSpec; chip: string }[] = [
  { title: 'Matroska with H.264 and AC-3', spec: ODD_FILMS.mkvAc3, chip: english.method.transcodeAudio },
  { title: 'AVI with Xvid and MP3', spec: ODD_FILMS.aviXvid, chip: english.method.transcode },
  { title: 'a transport stream', spec: ODD_FILMS.ts, chip: english.method.transcode },
  { title: 'HEVC in Matroska', spec: ODD_FILMS.hevc, chip: english.method.transcode },
]

for (const { title, spec, chip } of CASES) {
  test(`${title} plays with picture and sound while it downloads, and jumps`, async ({ launch, swarm, folder }) => {
    const film = await makeOddFilm(spec)
    const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent` })
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: 20_000 })
    await waitForMethod(page, chip)
    await countFrames(player.video, FRAMES, { limitMs: 30_000 })
    const facts = await filmFacts(player.video)
    expect(facts.width).toBe(320)
    expect(facts.decodedSoundBytes).toBeGreaterThan(5000)
    expect(facts.durationSec).toBeCloseTo(spec.seconds, 0)
    for (const share of [0.75, 0.2]) {
      await player.jumpTo(share)
      const toSec = share * spec.seconds
      const shown = await countFrames(player.video, 20, { fromSec: toSec - 0.7, limitMs: 20_000 })
      expect(shown).toBeLessThan(toSec + 3)
    }
    await expect(player.waiting).toBeHidden()
  })
}

/** The chip of the status line says how the film is played. */
async function waitForMethod(page: Page, chip: string): Promise<void> {
  await page.getByRole('button', { name: chip }).first().waitFor({ state: 'attached', timeout: 30_000 })
}

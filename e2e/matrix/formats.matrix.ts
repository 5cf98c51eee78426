import { link, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { makeTorrent } from '../lab/make-torrent.ts'
import { makeOddFilm } from '../lab/odd-film.ts'
import { playerOf } from '../pages/player.ts'
import type { PlayerPage } from '../pages/player.ts'
import { MATRIX } from './matrix-films.ts'
import type { MatrixFilm } from './matrix-films.ts'
import { installProbe } from './page-probe.ts'
import { findRow, formatMatrix, formatRow } from './matrix-table.ts'
import type { MatrixRow } from './matrix-table.ts'

const DOC = path.resolve(import.meta.dirname, '../../docs/formats.md')
/** Rows that are made anew, by container/picture/sound; the others stay as they are in the page. */
const ONLY = new RegExp(process.env.MILLRACE_MATRIX_ONLY ?? '')
/** Tenths of the film, out of order: two of them lie behind what has been converted, three before it. */
const JUMPS = [7, 2, 9, 4, 1]
/** Flashes of which the distance between picture and sound is the median. */
const FLASHES = 3

test('every format of the table plays with picture and sound, and lands where it is sent', async ({ launch, swarm, folder }) => {
  const names = await makeAll(path.join(folder, 'Matrix'))
  const torrent = await makeTorrent({ content: path.join(folder, 'Matrix'), torrentPath: path.join(folder, 'matrix.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await player.showControls()
  await installProbe(player.video)
  const rows: MatrixRow[] = []
  const lines: string[] = []
  const before = await readFile(DOC, 'utf8')
  for (const [index, film] of MATRIX.entries()) {
    const known = ONLY.test(`${film.container}/${film.picture}/${film.sound}`) ? null : findRow(before, film)
    if (known) { lines.push(known); continue }
    const row = await playTwice(() => playOne(page, player, film, names[index] ?? ''))
    process.stdout.write(`${JSON.stringify(row)}\n`)
    rows.push(row)
    lines.push(formatRow(row))
  }
  await writeFile(DOC, formatMatrix(lines))
  expect(rows.filter((row) => row.problem !== '')).toEqual([])
})

/** Hard links into one folder, named by their place in the table. */
async function makeAll(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const names: string[] = []
  for (const [index, { spec }] of MATRIX.entries()) {
    const film = await makeOddFilm(spec)
    const name = `Film ${String(index + 1).padStart(2, '0')}.${spec.container}`
    await link(film.path, path.join(folder, name))
    names.push(name)
  }
  return names
}

/** On a machine with other work a picture is late now and then; a fault of the product comes twice. */
async function playTwice(play: () => Promise<MatrixRow>): Promise<MatrixRow> {
  const row = await play()
  if (row.problem === '') return row
  process.stdout.write(`once more: ${JSON.stringify(row)}\n`)
  return play()
}

async function playOne(page: Page, player: PlayerPage, film: MatrixFilm, name: string): Promise<MatrixRow> {
  const { container, picture, sound, spec } = film
  const row = { container, picture, sound, method: '', startMs: 0, frames: 0, level: '', offset: '', jumps: '', slowestMs: 0, problem: '' }
  try {
    await player.showControls()
    await player.files.click()
    const beganMs = Date.now()
    await player.fileTree.getByRole('button', { name: new RegExp(`^${name.replace('.', '\\.')}`) }).click()
    await player.region.getByRole('heading', { name: name.replace(/\.[^.]*$/, '') }).waitFor()
    const frames = await ask(player.video, 'frames', picture === 'none' ? 0 : 25)
    const startMs = Date.now() - beganMs
    const level = sound === 'none' ? 0 : await ask(player.video, 'level', 0)
    const jumps: Jump[] = []
    for (const tenth of JUMPS) jumps.push(await jump(page, player.video, tenth, spec.seconds))
    const offsetMs = picture === 'none' || sound === 'none' ? null : await ask(player.video, 'offset', FLASHES)
    // By now the look into it has told what must be converted.
    await player.showControls()
    const method = (await page.locator('.chip:visible').first().textContent()) ?? ''
    const worst = Math.max(...jumps.map(({ missSec }) => Math.abs(missSec)))
    const problem = worst > 0.2 ? `a jump missed by ${worst.toFixed(2)} s`
      : sound !== 'none' && level < -70 ? `silent (${level.toFixed(0)} dB)`
        : Math.abs(offsetMs ?? 0) >= 80 ? `sound ${(offsetMs ?? 0).toFixed(0)} ms after the picture` : ''
    return { ...row, method, startMs, frames, level: sound === 'none' ? '' : `${level.toFixed(0)} dB`, offset: offsetMs === null ? '' : `${offsetMs.toFixed(0)} ms`, jumps: worst.toFixed(2), slowestMs: Math.max(...jumps.map(({ tookMs }) => tookMs)), problem }
  } catch (error) {
    const shown = await player.problem.first().textContent({ timeout: 500 }).catch(() => '')
    return { ...row, problem: `${shown ?? ''} ${String(error).split('\n')[0] ?? ''}`.trim() }
  }
}

interface Jump { readonly missSec: number; readonly tookMs: number }

/** Presses the key of a tenth and answers how far from it the picture landed, and how soon. */
async function jump(page: Page, video: Locator, tenth: number, seconds: number): Promise<Jump> {
  await ask(video, 'arm', 0)
  const pressedMs = Date.now()
  await page.keyboard.press(String(tenth))
  const landed = await ask(video, 'landing', 0)
  const tookMs = Date.now() - pressedMs
  const duration = await video.evaluate((element) => (element instanceof HTMLVideoElement ? element.duration : 0))
  return { missSec: landed - ((Number.isFinite(duration) && duration > 0 ? duration : seconds) * tenth) / 10, tookMs }
}

/** Asks the probe in the page; see page-probe.ts. */
function ask(video: Locator, what: 'frames' | 'level' | 'arm' | 'landing' | 'offset', count: number): Promise<number> {
  return video.evaluate(async (_element, { what, count }) => {
    const probe: unknown = Reflect.get(window, 'formatProbe')
    if (typeof probe !== 'function') throw new Error('the probe is not there')
    return Number(await probe(what, count))
  }, { what, count })
}


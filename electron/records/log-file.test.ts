import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogFile } from './log-file.ts'

let base = ''
beforeEach(async () => { base = await mkdtemp(path.join(tmpdir(), 'millrace-log-')) })
afterEach(() => rm(base, { recursive: true, force: true }))

const openLog = (maxBytes = 1000, keep = 2) => createLogFile({ folder: path.join(base, 'logs'), name: 'x', maxBytes, keep })
const contentOf = (name: string) => readFile(path.join(base, 'logs', name), 'utf8')

describe('a log file', () => {
  it('holds every line in its order, for this user alone', async () => {
    const log = openLog()
    for (const line of ['one', 'two\nlines', 'three']) log.write(line)
    await log.close()
    expect(await contentOf('x.log')).toBe('one\ntwo lines\nthree\n')
    if (process.platform !== 'win32') expect((await stat(path.join(base, 'logs', 'x.log'))).mode & 0o077).toBe(0)
  })

  it('never grows beyond its files, whatever is written', async () => {
    const log = openLog(1000, 2)
    for (let n = 0; n < 500; n++) {
      log.write(`line ${String(n)} ${'x'.repeat(90)}`)
      if (n % 7 === 0) await log.close()
    }
    await log.close()
    const names = await readdir(path.join(base, 'logs'))
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(base, 'logs', name))).size))
    expect(names.sort()).toEqual(['x.1.log', 'x.2.log', 'x.log'])
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
    expect(await contentOf('x.log')).toContain('line 499')
  })

  it('goes on where an earlier run ended', async () => {
    const first = openLog()
    first.write('earlier')
    await first.close()
    const second = openLog()
    second.write('later')
    expect(await second.tail(1000)).toEqual(['earlier', 'later'])
  })

  it('gives its last whole lines, over the edge of a file too', async () => {
    const log = openLog(30, 1)
    for (const line of ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']) {
      log.write(line)
      await log.close()
    }
    expect(await log.tail(27)).toEqual(['bbbbbbbbbb', 'cccccccccc'])
    expect(await log.tail(1000)).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'])
  })

  it('that cannot be written costs its lines and nothing else', async () => {
    await writeFile(path.join(base, 'logs'), 'a file in the place of the folder')
    const log = openLog()
    log.write('lost')
    await log.close()
    expect(await log.tail(1000)).toEqual([])
    await rm(path.join(base, 'logs'))
    log.write('there')
    expect(await log.tail(1000)).toEqual(['there'])
  })
})

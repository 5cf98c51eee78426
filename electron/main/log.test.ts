import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openJournal } from './log.ts'

let folder = ''
beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'millrace-journal-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

const print = () => undefined
const clock = () => new Date(0)

it('a journal holds the time and the event, and nothing of the person', async () => {
  const journal = openJournal(folder, { print, clock, nowMs: () => 0 })
  journal.log('server', 'failed', { message: "cannot open '/home/anna/Film.mkv' for http://127.0.0.1:4000/secret/x" })
  journal.relay('host met 203.0.113.9:6881')
  await journal.close()
  expect(await readFile(path.join(folder, 'millrace.log'), 'utf8')).toBe([
    '1970-01-01T00:00:00.000Z server failed message="cannot open \'<path>\' for http://127.0.0.1:4000/…"',
    '1970-01-01T00:00:00.000Z host met <address>:6881', '',
  ].join('\n'))
})

it('a journal that is flooded keeps the beginning, says how much it dropped, and goes on', async () => {
  let nowMs = 0
  const journal = openJournal(folder, { print, clock, nowMs: () => nowMs })
  for (let n = 0; n < 10_000; n++) journal.log('x', 'repeated', { n })
  nowMs = 1000
  journal.log('x', 'after')
  const lines = await journal.tail(1_000_000)
  expect(lines).toHaveLength(302)
  expect(lines.slice(-2).map((line) => line.replace(/^\S+ /, ''))).toEqual(['log dropped lines=9700', 'x after'])
})

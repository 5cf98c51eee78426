import os from 'node:os'
import { expect, it } from 'vitest'
import { createRunAhead } from './run-ahead.ts'

const cwd = os.tmpdir()

it('a run begun ahead is handed out once to whoever wants just it, and ended when something else is wanted', async () => {
  const ahead = createRunAhead({ cwd, signal: new AbortController().signal })
  ahead.begin('/bin/sleep', ['1000'])
  const mine = ahead.take(['1000'])
  expect(mine?.pid).toBeGreaterThan(0)
  expect(ahead.take(['1000'])).toBeNull()
  ahead.begin('/bin/sleep', ['2000'])
  ahead.begin('/bin/sleep', ['3000'])
  expect(ahead.take(['2000'])).toBeNull()
  expect(ahead.take(['3000'])).toBeNull()
  // What was handed out belongs to its new owner.
  ahead.close()
  ahead.begin('/bin/sleep', ['4000'])
  expect(ahead.take(['4000'])).toBeNull()
  mine?.kill()
  expect((await mine?.ended)?.why).toBe('aborted')
})

import { expect, it } from 'vitest'
import { formatLogLine } from './log.ts'

it.each([
  [['host', 'restarted', { restarts: 2, code: null }], 'host restarted restarts=2 code=null'],
  [['host', 'failed', { message: 'it "broke"\nhere' }], 'host failed message="it \\"broke\\"\\nhere"'],
  [['window', 'opened', undefined], 'window opened'],
] as const)('%j is one line', ([area, event, facts], line) => {
  expect(formatLogLine(area, event, facts)).toBe(line)
})

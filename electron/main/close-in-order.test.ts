import { expect, it } from 'vitest'
import { closeInOrder } from './close-in-order.ts'

it('closes one after the other, also behind one that fails at once or later', async () => {
  const closed: string[] = []
  const failures: unknown[] = []
  await closeInOrder([
    () => { closed.push('window') },
    () => { throw new Error('at once') },
    async () => {
      await Promise.resolve()
      closed.push('host')
    },
    () => Promise.reject(new Error('later')),
    () => { closed.push('log') },
  ], (thrown) => { failures.push(thrown) })
  expect(closed).toEqual(['window', 'host', 'log'])
  expect(failures.map(String)).toEqual(['Error: at once', 'Error: later'])
})

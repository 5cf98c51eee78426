import { expect, it } from 'vitest'
import { startLabProcess, withLifeline } from './lab-process.ts'

it('a program that ignores its input ends when its owner lets go of the input', async () => {
  const sleeper = startLabProcess(...withLifeline('sleep', ['600']))
  sleeper.endInput()
  await sleeper.ended
  expect(() => process.kill(sleeper.pid, 0)).toThrow()
})

it('closing a program that ignores SIGTERM ends it all the same', async () => {
  const stubborn = startLabProcess('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'])
  await stubborn.waitForLine((line) => line === 'ready')
  await stubborn.close()
  expect(() => process.kill(stubborn.pid, 0)).toThrow()
})

it('waiting for a line of a program that ended tells what it complained about', async () => {
  const failing = startLabProcess('sh', ['-c', 'echo no such film >&2; exit 3'])
  await expect(failing.waitForLine(() => false)).rejects.toThrow(/ended with 3.*no such film/)
})

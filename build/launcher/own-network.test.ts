import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { canHaveOwnNetwork, inOwnNetwork } from './own-network.mjs'

test.runIf(canHaveOwnNetwork())('a program in its own network sees loopback alone', () => {
  const line = inOwnNetwork(process.execPath, ['-e', 'console.log(Object.keys(require("os").networkInterfaces()).join())'])
  expect(execFileSync(String(line?.[0]), [line?.[1] ?? []].flat(), { encoding: 'utf8' }).trim()).toBe('lo')
})

test('where there are no such networks there is no such command', () => {
  expect(inOwnNetwork('true', [], 'darwin')).toBeNull()
})

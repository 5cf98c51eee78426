import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { isCertainlyGone, isSameProcess, readProcessIdentity } from './process-identity.ts'

describe('a process', () => {
  it('that runs is not gone', async () => {
    const own = await readProcessIdentity(process.pid)
    expect(await isCertainlyGone(own)).toBe(false)
    expect(isSameProcess(own, await readProcessIdentity(process.pid))).toBe(true)
  })

  it('that has ended is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    await once(child, 'spawn')
    const identity = await readProcessIdentity(child.pid ?? 0)
    expect(await isCertainlyGone(identity)).toBe(false)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await isCertainlyGone(identity)).toBe(true)
  })

  it.runIf(process.platform === 'linux')('whose number was given to a later process is gone', async () => {
    const own = await readProcessIdentity(process.pid)
    expect(await isCertainlyGone({ ...own, start: '1' })).toBe(true)
  })

  it.runIf(process.platform === 'linux')('of an earlier run of the computer is gone', async () => {
    const own = await readProcessIdentity(process.pid)
    expect(await isCertainlyGone({ ...own, boot: 'earlier' })).toBe(true)
  })

  it.runIf(process.platform === 'linux').each([
    ['another computer', { computer: 'elsewhere', boot: 'other' }],
    ['another container', { pidSpace: 'pid:[1]', pid: 4_000_000 }],
  ])('of %s is not judged', async (_title, parts) => {
    const own = await readProcessIdentity(process.pid)
    expect(await isCertainlyGone({ ...own, ...parts })).toBe(false)
  })
})

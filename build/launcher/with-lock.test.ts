import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './with-lock.mjs'

let folder = ''
beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-lock-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

test('the lock is gone afterwards, also when the action failed', async () => {
  await expect(withLock(path.join(folder, 'lock'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withLock(path.join(folder, 'lock'), () => Promise.resolve(7))).toBe(7)
  expect(await readdir(folder)).toEqual([])
})

test('a lock whose owner died is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await writeFile(path.join(folder, 'lock'), String(pid))
  expect(await withLock(path.join(folder, 'lock'), () => Promise.resolve('mine'))).toBe('mine')
})

test('a lock whose owner lives is waited for', async () => {
  const lock = path.join(folder, 'lock')
  const program = `import(${JSON.stringify(path.join(import.meta.dirname, 'with-lock.mjs'))}).then(m => m.withLock(${JSON.stringify(lock)}, async () => {
    process.stdout.write('held'); for await (const _ of process.stdin); process.stdout.write(' released') }))`
  const other = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  let heard = ''
  other.stdout.on('data', (chunk) => { heard += String(chunk) })
  await expect.poll(() => heard).toBe('held')
  const ours = withLock(lock, () => Promise.resolve(heard))
  other.stdin.end()
  expect(await ours).toBe('held released')
})

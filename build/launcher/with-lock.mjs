import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** How often a waiting launcher looks again; installs and builds take seconds to a minute. */
const RETRY_MS = 200

/**
 * Runs `action` while no other launcher of this machine is inside the same lock file. Several headless programs may
 * start at once in a fresh clone; one of them installs and builds, the others wait for it. The lock of a dead process
 * is taken over.
 */
export async function withLock(lockFile, action) {
  await mkdir(path.dirname(lockFile), { recursive: true })
  const ours = `${lockFile}.${process.pid}`
  await writeFile(ours, String(process.pid))
  try {
    while (!(await takeLock(ours, lockFile))) await wait(RETRY_MS)
    return await holdLock(lockFile, action)
  } finally {
    await rm(ours, { force: true })
  }
}

async function holdLock(lockFile, action) {
  try {
    return await action()
  } finally {
    await rm(lockFile, { force: true })
  }
}

/** A hard link appears with its content in one step, so nobody sees a lock without its owner. */
async function takeLock(ours, lockFile) {
  try {
    await link(ours, lockFile)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw new Error(`could not make the lock ${lockFile}: ${error.message}`, { cause: error })
  }
  const owner = Number(await readFile(lockFile, 'utf8').catch(() => ''))
  if (owner > 0 && !isAlive(owner)) await rm(lockFile, { force: true })
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

import { describe, expect, it } from 'vitest'
import { createWakeList } from './wake-list.ts'

/** What has resolved once the microtasks are done. */
async function settled(waits: readonly Promise<void>[]): Promise<boolean[]> {
  const done = waits.map(() => false)
  waits.forEach((wait, i) => { void wait.then(() => { done[i] = true }) })
  await new Promise(setImmediate)
  return done
}

describe('a wake list', () => {
  it('wakes everybody who waits for a piece, and nobody else', async () => {
    const list = createWakeList()
    const { signal } = new AbortController()
    const waits = [list.wait(1, signal), list.wait(1, signal), list.wait(2, signal)]
    list.wake(1)
    expect(await settled(waits)).toEqual([true, true, false])
  })

  it('does not remember a wake for those who come later', async () => {
    const list = createWakeList()
    list.wake(1)
    expect(await settled([list.wait(1, new AbortController().signal)])).toEqual([false])
  })

  it('lets a waiter go when its signal aborts, and one whose signal has aborted at once', async () => {
    const list = createWakeList()
    const leaving = new AbortController()
    const waits = [list.wait(1, leaving.signal), list.wait(1, new AbortController().signal)]
    leaving.abort()
    expect(await settled([...waits, list.wait(1, leaving.signal)])).toEqual([true, false, true])
  })

  it('wakes all at the end, and nobody waits after it', async () => {
    const list = createWakeList()
    const { signal } = new AbortController()
    const waits = [list.wait(1, signal), list.wait(2, signal)]
    list.close()
    expect(await settled([...waits, list.wait(3, signal)])).toEqual([true, true, true])
    expect(list.isClosed()).toBe(true)
  })

  it('leaves no listener on a signal that lives on', async () => {
    const list = createWakeList()
    const { signal } = new AbortController()
    let listeners = 0
    const counting: AbortSignal = new Proxy(signal, {
      get: (target, name) => {
        if (name === 'addEventListener') return (...args: Parameters<AbortSignal['addEventListener']>) => { listeners += 1; target.addEventListener(...args) }
        if (name === 'removeEventListener') return (...args: Parameters<AbortSignal['removeEventListener']>) => { listeners -= 1; target.removeEventListener(...args) }
        return Reflect.get(target, name, target)
      },
    })
    for (let i = 0; i < 100; i++) {
      const wait = list.wait(i, counting)
      list.wake(i)
      await wait
    }
    expect(listeners).toBe(0)
  })
})

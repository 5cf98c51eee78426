import { describe, expect, it } from 'vitest'
import { unlessAborted, withLimit } from './with-limit.ts'

/** Rejects with the reason when the signal aborts, and never settles otherwise. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => { reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason))) }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

/** How many listen to a signal. */
function counted() {
  const controller = new AbortController()
  let listeners = 0
  const signal: AbortSignal = new Proxy(controller.signal, {
    get: (target, name) => {
      if (name === 'addEventListener') return (...args: Parameters<AbortSignal['addEventListener']>) => { listeners += 1; target.addEventListener(...args) }
      if (name === 'removeEventListener') return (...args: Parameters<AbortSignal['removeEventListener']>) => { listeners -= 1; target.removeEventListener(...args) }
      const value: unknown = Reflect.get(target, name, target)
      return value
    },
  })
  return { signal, abort: (reason: Error) => { controller.abort(reason) }, listeners: () => listeners }
}

describe('work with a limit', () => {
  it('gives what the work gives, and leaves neither a timer nor a listener', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    const others = [counted(), counted()]
    expect(await withLimit(others.map(({ signal }) => signal), 60_000, () => Promise.resolve(7))).toBe(7)
    expect(others.map(({ listeners }) => listeners())).toEqual([0, 0])
    expect(timers()).toBe(before)
  })

  it('ends when the time is up', async () => {
    await expect(withLimit([new AbortController().signal], 1, untilAborted)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('ends with the reason of whichever signal aborts, also of one that has aborted before', async () => {
    const later = counted()
    const ending = withLimit([new AbortController().signal, later.signal], null, untilAborted)
    later.abort(new Error('enough'))
    await expect(ending).rejects.toThrow('enough')
    await expect(withLimit([AbortSignal.abort(new Error('long ago'))], null, untilAborted)).rejects.toThrow('long ago')
  })

  it('leaves no listener when the work fails', async () => {
    const other = counted()
    await expect(withLimit([other.signal], null, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(other.listeners()).toBe(0)
  })
})

describe('work that goes on for others', () => {
  it('is not waited for any more when the signal aborts', async () => {
    const { signal, abort, listeners } = counted()
    const answer = unlessAborted(new Promise(() => undefined), signal, 'left')
    abort(new Error('away'))
    expect(await answer).toBe('left')
    expect(listeners()).toBe(0)
    expect(await unlessAborted(Promise.resolve('done'), AbortSignal.abort(), 'left')).toBe('left')
    expect(await unlessAborted(Promise.reject(new Error('for the others')), AbortSignal.abort(), 'left')).toBe('left')
  })

  it('gives what it gives, and a hundred who waited leave no listener', async () => {
    const { signal, listeners } = counted()
    for (let i = 0; i < 100; i++) expect(await unlessAborted(Promise.resolve(i), signal, -1)).toBe(i)
    expect(listeners()).toBe(0)
  })
})

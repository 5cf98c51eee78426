import { describe, expect, it } from 'vitest'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { untilHung } from './until-hung.ts'

const never = new AbortController().signal

/** Works until it is told to stop. */
const endless = (signal: AbortSignal) => new Promise<Result<string>>((resolve) => {
  signal.addEventListener('abort', () => { resolve(fail('cancelled', 'it was told to stop')) })
})

describe('a look into a film', () => {
  it('that is silent though nothing is missing is ended, and says so', async () => {
    expect(await untilHung({ readsWait: () => false, hangMs: 40, signal: never, work: endless })).toMatchObject({ ok: false, error: { code: 'ffmpegFailed', details: { end: 'hung' } } })
  })

  it('that waits for the download is left alone until it does not any more', async () => {
    let looks = 0
    const waiting = untilHung({ readsWait: () => { looks += 1; return looks < 200 }, hangMs: 40, signal: never, work: endless })
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'ffmpegFailed' } })
    expect(looks).toBeGreaterThanOrEqual(200)
  })

  it('that nobody wants any more did not hang', async () => {
    const away = new AbortController()
    const looking = untilHung({ readsWait: () => true, hangMs: 40, signal: away.signal, work: endless })
    away.abort()
    expect(await looking).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('gives what it found', async () => {
    expect(await untilHung({ readsWait: () => false, hangMs: 40, signal: never, work: () => Promise.resolve(ok('a film')) })).toEqual(ok('a film'))
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../shared/result.ts'
import { parseMetainfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import { classifyBytes, classifyText } from '../../../shared/torrent/source.ts'
import type { HostileInput } from './hostile-input.ts'
import { makeHostileInputs } from './hostile-inputs.ts'

const sha1Hex = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
const STRICT = { allowLocal: false }
/** No input may keep the engine from its film for longer; the largest ones take a tenth of it on a busy machine. */
const MAX_MS = 2000

interface Opened { readonly notes: readonly string[]; readonly addresses: readonly string[]; readonly metainfo: Metainfo | null }

function openBytes(bytes: Uint8Array): Result<Opened> {
  const classified = classifyBytes(bytes)
  const parsed = classified.ok ? parseMetainfo(classified.value, sha1Hex, STRICT) : classified
  return parsed.ok ? { ok: true, value: { notes: parsed.value.notes, addresses: [...parsed.value.trackers, ...parsed.value.webSeeds], metainfo: parsed.value } } : parsed
}

function openText(text: string): Result<Opened> {
  const classified = classifyText(text, STRICT)
  if (!classified.ok) return classified
  const magnet = classified.value.kind === 'magnet' ? classified.value.magnet : null
  const addresses = magnet === null ? [] : [...magnet.trackers, ...magnet.webSeeds, ...magnet.peers.map(({ host }) => host)]
  return { ok: true, value: { notes: magnet?.notes ?? [], addresses, metainfo: null } }
}

function open(input: HostileInput): { readonly outcome: Result<Opened>; readonly elapsedMs: number } {
  const bytes = input.kind === 'torrent' ? input.bytes() : null
  const startedMs = performance.now()
  const outcome = input.kind === 'torrent' ? openBytes(bytes ?? new Uint8Array()) : openText(input.text)
  return { outcome, elapsedMs: performance.now() - startedMs }
}

const inputs = makeHostileInputs()

describe('hostile inputs', () => {
  it.each(inputs.map((input) => ({ ...input, title: `${input.id} ${input.what}` })))('$title: $expect', (input) => {
    const { outcome, elapsedMs } = open(input)
    expect(elapsedMs).toBeLessThan(MAX_MS)
    if (!outcome.ok) {
      expect(input.expect).toBe('reject')
      expect(input.codes).toContain(outcome.error.code)
      expect(outcome.error.message).toMatch(/^[\p{L}].{10,250}$/u)
      return
    }
    expect(outcome.value.notes.length > 0 ? 'sanitise' : 'accept').toBe(input.expect)
    expect(outcome.value.addresses.join(' ')).not.toMatch(/127\.|192\.168|169\.254|localhost|::1|\[/i)
    expectSafe(outcome.value.metainfo)
  })

  it('have names of their own and are many', () => {
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(inputs.length)
    expect(inputs.length).toBeGreaterThan(100)
  })
})

/** No path leaves its folder, none is another's folder, none shows what it is not. */
function expectSafe(metainfo: Metainfo | null): void {
  const paths = metainfo?.files.map(({ path }) => path) ?? []
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length)
  for (const path of paths) expect(path).not.toMatch(/^\/|\\|(^|\/)\.{0,2}(\/|$)|[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e<>:"|?*]|[. ](\/|$)/)
  expect((metainfo?.trackers.length ?? 0) <= 50 && (metainfo?.webSeeds.length ?? 0) <= 10).toBe(true)
}

import { afterEach, describe, expect, it } from 'vitest'
import type { HostileDevice } from '../../../e2e/lab/cast/hostile.ts'
import { startHostileChromecast, startHostileRenderer } from '../../../e2e/lab/cast/hostile.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastLoad, CastMedia } from '../../../shared/cast/cast-media.ts'
import { isOver } from '../../../shared/cast/cast-media.ts'
import type { CastSession } from './cast-session.ts'
import { createChromecastSession } from './chromecast-session.ts'
import { readRenderer } from './read-renderer.ts'
import { createRendererSession } from './renderer-session.ts'

const closers: (() => unknown)[] = []
afterEach(async () => { for (const close of closers.splice(0).reverse()) await close() })

async function closing<T extends { close: () => unknown }>(opened: Promise<T>): Promise<T> {
  const thing = await opened
  closers.push(() => thing.close())
  return thing
}

const MEDIA: CastMedia = {
  url: 'http://127.0.0.1:9/film.mp4', mediaType: 'video/mp4', title: 'A film', durationSec: 60, lengthBytes: 1000,
  contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true,
}
const FIRST: CastLoad = { media: MEDIA, startSec: 20, paused: false, subtitleId: null }
const WORLD = { first: FIRST, onChange: () => undefined, clock: () => performance.now() }
const NEVER = new AbortController().signal
/** The longest a person waits for a device that says nothing at all. */
const PATIENCE_MS = 45_000

/** It is over, for a reason there is a sentence for, and the film is where it was. */
async function endsInASentence(session: CastSession) {
  closers.push(() => session.close(1500))
  await waitUntil(`it is over; it is ${JSON.stringify(session.state())}`, () => isOver(session.state().phase), PATIENCE_MS)
  expect(session.state().reason).not.toBeNull()
  expect(session.state().positionSec).toBeGreaterThanOrEqual(19.5)
  expect(session.state().positionSec).toBeLessThan(22)
}

describe('a renderer whose description', () => {
  it.each(['huge', 'redirect', 'closes', 'silent', 'nonsense', 'cutOff'] as const)('is %s is left out, and nobody else is asked', async (description) => {
    const other = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
    const liar = await closing(startHostileRenderer({ description, control: 'honest', elsewhere: other.location }))
    const read = await readRenderer(liar.location, NEVER)
    expect(read.ok ? '' : read.error.code).toMatch(/^device(Broken|Unreachable)$/)
    expect(other.requests).toEqual([])
  })
})

describe('a renderer that is asked to play and', () => {
  it.each(['huge', 'redirect', 'closes', 'silent', 'nonsense', 'cutOff'] as const)('answers with %s ends in a sentence, and the film is where it was', async (control) => {
    const other = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
    const liar = await closing(startHostileRenderer({ description: 'honest', control, elsewhere: other.location }))
    const device = await readAs(liar)
    await endsInASentence(createRendererSession(device, WORLD))
    expect(other.requests).toEqual([])
  })
})

it('a renderer that never answers is told to stop when the program ends, and holds that up for a second and a half', async () => {
  const liar = await closing(startHostileRenderer({ description: 'honest', control: 'silent' }))
  const session = createRendererSession(await readAs(liar), WORLD)
  await waitUntil('it is asked for something', () => liar.requests.length > 0)
  const before = liar.requests.length
  const sinceMs = performance.now()
  await session.close(1500)
  expect(performance.now() - sinceMs).toBeLessThan(2500) // its time, and a busy computer's
  expect(liar.requests.slice(before)).toEqual(['POST /control Stop'])
})

it('a renderer whose services are on another computer is never asked there', async () => {
  const other = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
  const liar = await closing(startHostileRenderer({ description: 'honest', control: 'honest', controlUrl: `http://127.0.0.2:${String(other.port)}/control` }))
  const read = await readRenderer(liar.location, NEVER)
  if (!read.ok) throw new Error(read.error.message)
  await endsInASentence(createRendererSession(read.value, WORLD))
  expect([...other.requests, ...liar.requests.slice(1)]).toEqual([])
})

/** The liar as one that was honest when it was read: reading asks it for its media types as well. */
async function readAs(liar: HostileDevice) {
  const honest = await closing(startHostileRenderer({ description: 'honest', control: 'honest', }))
  const read = await readRenderer(honest.location, NEVER)
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.message}`)
  const there = (text: string) => text.replaceAll(`:${String(honest.port)}/`, `:${String(liar.port)}/`)
  return { ...read.value, location: there(read.value.location) }
}

describe('a Chromecast that', () => {
  it.each(['hugeFrame', 'nonsenseFrames', 'closes', 'silent'] as const)('speaks %s ends in a sentence, and the film is where it was', async (how) => {
    const liar = await closing(startHostileChromecast(how))
    await endsInASentence(createChromecastSession({ kind: 'chromecast', id: 'liar', name: 'Liar', model: '', host: '127.0.0.1', port: liar.port }, 'sender-1', WORLD))
  })
})

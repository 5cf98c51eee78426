import { describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import type { HostileDevice } from '../../../e2e/lab/cast/hostile.ts'
import { startHostileChromecast, startHostileRenderer } from '../../../e2e/lab/cast/hostile.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastLoad, CastMedia } from '../../../shared/cast/cast-media.ts'
import { isOver } from '../../../shared/cast/cast-media.ts'
import type { CastSession } from './cast-session.ts'
import { createChromecastSession } from './chromecast-session.ts'
import { readRenderer } from './read-renderer.ts'
import { createRendererSession } from './renderer-session.ts'

/** What a test opens is closed with it; they run at once, because most of them wait. */
type Closing = <T extends { close: () => unknown }>(opened: Promise<T>) => Promise<T>

const closingIn = ({ onTestFinished }: Pick<TestContext, 'onTestFinished'>): Closing => async (opened) => {
  const thing = await opened
  onTestFinished(async () => { await thing.close() })
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
async function endsInASentence({ onTestFinished }: Pick<TestContext, 'onTestFinished'>, session: CastSession) {
  onTestFinished(() => session.close(1500))
  await waitUntil(`it is over; it is ${JSON.stringify(session.state())}`, () => isOver(session.state().phase), PATIENCE_MS)
  expect(session.state().reason).not.toBeNull()
  expect(session.state().positionSec).toBeGreaterThanOrEqual(19.5)
  expect(session.state().positionSec).toBeLessThan(22)
}

describe.concurrent('a renderer whose description', () => {
  it.for(['huge', 'redirect', 'closes', 'silent', 'nonsense', 'cutOff', 'drips'] as const)('is %s is left out, and nobody else is asked', async (description, context) => {
    const closing = closingIn(context)
    const other = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
    const liar = await closing(startHostileRenderer({ description, control: 'honest', elsewhere: other.location }))
    const read = await readRenderer(liar.location, NEVER)
    context.expect(read.ok ? '' : read.error.code).toMatch(/^device(Broken|Unreachable)$/)
    context.expect(other.requests).toEqual([])
  })
})

describe.concurrent('a renderer that is asked to play and', () => {
  it.for(['huge', 'redirect', 'closes', 'silent', 'nonsense', 'cutOff', 'late', 'drips'] as const)('answers with %s ends in a sentence, and the film is where it was', async (control, context) => {
    const closing = closingIn(context)
    const other = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
    const liar = await closing(startHostileRenderer({ description: 'honest', control, elsewhere: other.location }))
    await endsInASentence(context, createRendererSession(await readAs(closing, liar), WORLD))
    context.expect(other.requests).toEqual([])
  })

  it('has its services on another computer is never asked there', async (context) => {
    const closing = closingIn(context)
    const other = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
    const liar = await closing(startHostileRenderer({ description: 'honest', control: 'honest', controlUrl: `http://127.0.0.2:${String(other.port)}/control` }))
    const read = await readRenderer(liar.location, NEVER)
    if (!read.ok) throw new Error(read.error.message)
    await endsInASentence(context, createRendererSession(read.value, WORLD))
    context.expect([...other.requests, ...liar.requests.slice(1)]).toEqual([])
  })
})

describe.concurrent('a Chromecast that', () => {
  it.for(['hugeFrame', 'nonsenseFrames', 'closes', 'silent'] as const)('speaks %s ends in a sentence, and the film is where it was', async (how, context) => {
    const liar = await closingIn(context)(startHostileChromecast(how))
    await endsInASentence(context, createChromecastSession({ kind: 'chromecast', id: 'liar', name: 'Liar', model: '', host: '127.0.0.1', port: liar.port }, 'sender-1', WORLD))
  })
})

it('a renderer that never answers is told to stop when the program ends, and holds that up for a second and a half', async (context) => {
  const closing = closingIn(context)
  const liar = await closing(startHostileRenderer({ description: 'honest', control: 'silent' }))
  const session = createRendererSession(await readAs(closing, liar), WORLD)
  await waitUntil('it is asked for something', () => liar.requests.length > 0)
  const before = liar.requests.length
  const sinceMs = performance.now()
  await session.close(1500)
  expect(performance.now() - sinceMs).toBeLessThan(2500) // its time, and a busy computer's
  expect(liar.requests.slice(before)).toEqual(['POST /control Stop'])
})

/** The liar as one that was honest when it was read: reading asks it for its media types as well. */
async function readAs(closing: Closing, liar: HostileDevice) {
  const honest = await closing(startHostileRenderer({ description: 'honest', control: 'honest' }))
  const read = await readRenderer(honest.location, NEVER)
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.message}`)
  const there = (text: string) => text.replaceAll(`:${String(honest.port)}/`, `:${String(liar.port)}/`)
  return { ...read.value, location: there(read.value.location) }
}

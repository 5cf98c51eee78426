import { expect, it } from 'vitest'
import type { CastLoad } from './cast-media.ts'
import type { VlcEvent, VlcStep } from './vlc-steering.ts'
import { startVlc, stepVlc } from './vlc-steering.ts'

const URL = 'http://127.0.0.1:1/film.mp4'
const load: CastLoad = {
  media: { url: URL, mediaType: 'video/mp4', title: 'A film', durationSec: 60, lengthBytes: 1, contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true },
  startSec: 20, paused: false, subtitleId: null,
}
type Story = readonly (readonly [VlcEvent, number])[]
const news = (what: Extract<VlcEvent, { kind: 'heard' }>['news'], atMs: number): Story[number] => [{ kind: 'heard', news: what }, atMs]
const tell = (story: Story, from: VlcStep = startVlc(load, 0)) => story.reduce<VlcStep>(({ state }, [event, nowMs]) => stepVlc(state, event, nowMs), from)
const PLAYS: Story = [news({ kind: 'opened', url: URL }, 100), news({ kind: 'playing' }, 200), news({ kind: 'time', sec: 20 }, 300)]
const PAUSED: Story = [...PLAYS, news({ kind: 'time', sec: 21 }, 1300), [{ kind: 'command', command: { kind: 'pause' } }, 1500], news({ kind: 'paused' }, 1600)]

it('plays once a second of the film is told', () => {
  expect(tell(PLAYS.slice(0, 2)).state.program.cast.phase).toBe('loading')
  expect(tell(PLAYS).state.program.cast).toMatchObject({ phase: 'playing', positionSec: 20 })
})

it('a jump and a volume asked for while it is paused are said when it plays, and shown at once', () => {
  const asked = tell([[{ kind: 'command', command: { kind: 'seek', toSec: 45 } }, 2000], [{ kind: 'command', command: { kind: 'volume', level: 0.5 } }, 2100]], tell(PAUSED))
  expect(asked.lines).toEqual([])
  expect(asked.state.program.cast).toMatchObject({ phase: 'paused', positionSec: 45, volume: 0.5 })
  const again = tell([[{ kind: 'command', command: { kind: 'play' } }, 3000]], asked)
  expect(again.lines).toEqual(['pause\n'])
  expect(tell([news({ kind: 'playing' }, 3100)], again).lines).toEqual(['seek 45\n', 'volume 128\n'])
})

it('pause asked for twice is said once: the same word would play again', () => {
  expect(tell([[{ kind: 'command', command: { kind: 'pause' } }, 2000]], tell(PAUSED)).lines).toEqual([])
})

it('pause asked for before it plays is said when it plays', () => {
  const asked = tell([[{ kind: 'command', command: { kind: 'pause' } }, 50], ...PLAYS.slice(0, 1)])
  expect(asked.lines).toEqual([])
  const plays = tell(PLAYS.slice(1, 2), asked)
  expect(plays.lines).toEqual(['pause\n'])
  expect(tell([news({ kind: 'paused' }, 400)], plays).state.program.cast.phase).toBe('paused')
})

it('what the film before says of its end is no end of this one', () => {
  const next = tell([[{ kind: 'load', load }, 2000], news({ kind: 'ended' }, 2100)], tell(PLAYS))
  expect(next.state.program.cast.phase).toBe('loading')
})

it.each([[56, 'ended', null], [30, 'stopped', 'endedThere']] as const)('stopping at second %i is %s', (sec, phase, reason) => {
  expect(tell([...PLAYS, news({ kind: 'time', sec }, 5000), news({ kind: 'ended' }, 5100)]).state.program.cast).toMatchObject({ phase, reason })
})

it('an address it never begins with is refused, and so is one that ends before it showed anything', () => {
  expect(tell([[{ kind: 'tick' }, 20_000]]).state.program.cast).toMatchObject({ phase: 'refused', positionSec: 20 })
  expect(tell([...PLAYS.slice(0, 2), news({ kind: 'ended' }, 400)]).state.program.cast.phase).toBe('refused')
})

it('seconds that stand still are waiting, and the zero before its beginning is no place', () => {
  expect(tell([...PLAYS, news({ kind: 'time', sec: 20 }, 3000)]).state.program.cast.phase).toBe('buffering')
  expect(tell([...PLAYS.slice(0, 2), news({ kind: 'time', sec: 0 }, 300)]).state.program.cast).toMatchObject({ phase: 'loading', positionSec: 20 })
})

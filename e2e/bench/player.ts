import { setTimeout as delay } from 'node:timers/promises'
import { byteAt, secAt } from './bench-film.ts'
import type { FilmLayout } from './bench-film.ts'
import { advanceClock, startClock } from './media-clock.ts'
import type { MediaClock } from './media-clock.ts'
import { openRange } from './range-reader.ts'
import type { RangeReader, RangeSource } from './range-reader.ts'

/** What the person in front of the player does. */
export type Step =
  | { readonly kind: 'play'; readonly sec: number }
  /** A jump to a share of the film. With giveUpAfterSec the next step comes then, played or not, and the jump is not counted. */
  | { readonly kind: 'jump'; readonly toShare: number; readonly giveUpAfterSec?: number }

/** What a viewer went through. A wait that reached its limit counts as the limit and in gaveUp. */
export interface Viewing {
  readonly firstByteSec: number
  /** When head and index were here. */
  readonly indexSec: number
  readonly canPlaySec: number
  readonly jumpSecs: readonly number[]
  readonly stalls: number
  readonly stalledSec: number
  /** Answers that broke off and were asked for again. */
  readonly breaks: number
  /** Slices that differed from the film. */
  readonly wrongSlices: number
  readonly gaveUp: number
}

export interface ViewingOptions {
  readonly url: string
  readonly layout: FilmLayout
  readonly steps: readonly Step[]
  /** When the torrent was handed over, as performance.now(). */
  readonly startedMs: number
  readonly isRight: (begin: number, slice: Buffer) => boolean
  readonly onCanPlay: () => void
}

/** What is read before a player knows where the index is: the first read of Chromium's demuxer. */
const HEAD_BYTES = 65_536
/** Media that must be there before the first picture stays: head, index and this much. */
const START_SEC = 2
/** The same after a jump, when the decoder is open already. */
const JUMP_SEC = 1
/** Chromium reads about this far ahead at these rates and then lets the connection wait. */
const READ_AHEAD_SEC = 10
const CAN_PLAY_LIMIT_SEC = 150
const JUMP_LIMIT_SEC = 60
/** How often the clock is looked at: four pictures' worth would be seen as a hitch, this is about one. */
const TICK_MS = 50

/** Plays a film as Chromium reads it: the head, the index at the tail, then the pictures at their rate with bounded read-ahead. */
export async function watchFilm(options: ViewingOptions): Promise<Viewing> {
  const { layout, steps, startedMs } = options
  const notes = { breaks: 0, wrongSlices: 0, gaveUp: 0 }
  const source: RangeSource = {
    url: options.url,
    lengthBytes: layout.lengthBytes,
    onBytes: (begin, slice) => { if (!options.isRight(begin, slice)) notes.wrongSlices += 1 },
    onBreak: () => { notes.breaks += 1 },
  }
  const opening = await openFilm(source, layout, startedMs)
  const canPlaySec = secSince(startedMs)
  options.onCanPlay()
  if (!opening.plays) notes.gaveUp += 1
  const show: Show = { source, layout, body: opening.body, clock: startClock(0, nowSec()) }
  const jumpSecs: number[] = []
  for (const step of opening.plays ? steps : []) {
    if (step.kind === 'play') await play(show, step.sec)
    else await countJump(show, step, jumpSecs, notes)
  }
  show.body.close()
  const { stalls, stalledSec } = show.clock
  const { firstByteSec, indexSec } = opening
  return { firstByteSec, indexSec, canPlaySec, jumpSecs, stalls, stalledSec, ...notes }
}

interface Show {
  readonly source: RangeSource
  readonly layout: FilmLayout
  body: RangeReader
  clock: MediaClock
}

interface Opening {
  readonly plays: boolean
  readonly firstByteSec: number
  readonly indexSec: number
  readonly body: RangeReader
}

async function openFilm(source: RangeSource, layout: FilmLayout, startedMs: number): Promise<Opening> {
  const leftMs = () => startedMs + CAN_PLAY_LIMIT_SEC * 1000 - performance.now()
  const head = openRange(source, 0)
  const headCame = await head.reach(Math.min(HEAD_BYTES, layout.lengthBytes), leftMs())
  head.close()
  const index = openRange(source, layout.index.begin)
  const indexCame = await index.reach(layout.index.end, leftMs())
  index.close()
  const indexSec = secSince(startedMs)
  const body = openRange(source, byteAt(layout, 0))
  const plays = await body.reach(byteAt(layout, START_SEC), leftMs())
  return { plays: headCame && indexCame && plays, firstByteSec: ((head.firstByteMs() ?? performance.now()) - startedMs) / 1000, indexSec, body }
}

async function countJump(show: Show, step: Extract<Step, { kind: 'jump' }>, jumpSecs: number[], notes: { gaveUp: number }): Promise<void> {
  const begunMs = performance.now()
  const limitSec = step.giveUpAfterSec ?? JUMP_LIMIT_SEC
  const played = await jump(show, step.toShare * show.layout.durationSec, limitSec)
  const tookSec = secSince(begunMs)
  if (step.giveUpAfterSec !== undefined) return played ? play(show, limitSec - tookSec) : undefined
  jumpSecs.push(tookSec)
  if (!played) notes.gaveUp += 1
}

/** Drops the connection, asks for the bytes of that second and waits for enough of them to play. */
async function jump(show: Show, toSec: number, limitSec: number): Promise<boolean> {
  show.body.close()
  show.body = openRange(show.source, byteAt(show.layout, toSec))
  const played = await show.body.reach(byteAt(show.layout, toSec + JUMP_SEC), limitSec * 1000)
  show.clock = startClock(toSec, nowSec(), show.clock)
  return played
}

/** Lets the clock run and reads no further ahead of it than a browser would. */
async function play(show: Show, sec: number): Promise<void> {
  const endSec = nowSec() + sec
  while (nowSec() < endSec) {
    await delay(TICK_MS)
    const bufferedSec = secAt(show.layout, show.body.end())
    show.clock = advanceClock(show.clock, nowSec(), bufferedSec, show.layout.durationSec)
    if (bufferedSec - show.clock.positionSec > READ_AHEAD_SEC) show.body.pause()
    else show.body.resume()
  }
}

function nowSec(): number {
  return performance.now() / 1000
}

function secSince(beginMs: number): number {
  return (performance.now() - beginMs) / 1000
}

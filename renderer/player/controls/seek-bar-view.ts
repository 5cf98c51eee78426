import type { PictureAt } from '../../../shared/playback/seek-pictures.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { speakClock } from '../../../shared/text/numbers.ts'
import type { Clock } from '../clock.ts'
import { layerPath } from './layer-path.ts'
import type { SeekPictureView } from './seek-picture.tsx'
import { createSeekPicture } from './seek-picture.tsx'

/** How long a jump would take; empty when it is ready. A guess looks less sure than what the engine told. */
export interface SeekNote {
  readonly text: string
  readonly isGuess: boolean
}

/** What the pointer points at. */
export interface SeekHover {
  readonly sec: number
  readonly time: string
  /** Its name; empty where there is none. */
  readonly chapter: string
  /** Null where there is none and none can be made: then nothing is asked for. */
  readonly picture: PictureAt | null
  readonly note: SeekNote
  readonly dragging: boolean
}

export interface SeekBarView {
  /** Null: the pointer left. */
  hover(hover: SeekHover | null): void
  /** The engine knows better how long a jump to where the pointer rests would take. */
  note(note: SeekNote): void
  close(): void
}

/** Draws the moving parts of the seek bar from the clock, without React: played, held by the element, knob, hover. */
export function createSeekBarView(root: HTMLElement, clock: Clock): SeekBarView {
  const parts = partsOf(root)
  const picture: SeekPictureView = createSeekPicture(parts.picture)
  let draggedSec: number | null = null

  function draw(): void {
    const { currentTimeSec, durationSec, buffered } = clock.read()
    const shownSec = draggedSec ?? currentTimeSec
    root.style.setProperty('--played', String(shareOf(shownSec, durationSec)))
    parts.buffered.setAttribute('d', layerPath(buffered, durationSec))
    root.setAttribute('aria-valuenow', String(Math.floor(shownSec)))
    root.setAttribute('aria-valuemax', String(Math.floor(durationSec ?? 0)))
    root.setAttribute('aria-disabled', String(durationSec === null))
    root.setAttribute('aria-valuetext', catalogue.player.position(speakClock(shownSec), durationSec === null ? catalogue.player.unknownDuration : speakClock(durationSec)))
  }

  function write({ text, isGuess }: SeekNote): void {
    parts.note.textContent = text
    parts.note.toggleAttribute('data-guess', isGuess)
  }

  function hover(pointed: SeekHover | null): void {
    const { durationSec } = clock.read()
    draggedSec = pointed?.dragging === true ? pointed.sec : null
    root.toggleAttribute('data-hover', pointed !== null && durationSec !== null)
    if (pointed !== null) {
      root.style.setProperty('--hover', String(shareOf(pointed.sec, durationSec)))
      parts.time.textContent = pointed.time
      write(pointed.note)
      parts.chapter.textContent = pointed.chapter
    }
    picture.show(pointed?.picture ?? null)
    draw()
  }

  const unsubscribe = clock.subscribe(draw)
  draw()
  return {
    hover,
    note: write,
    close: () => {
      unsubscribe()
      picture.show(null)
    },
  }
}

function partsOf(root: HTMLElement) {
  const buffered = root.querySelector('.seek-buffered')
  const time = root.querySelector('.seek-hover b')
  const note = root.querySelector('.seek-hover span')
  const chapter = root.querySelector('.seek-hover i')
  const picture = root.querySelector('img')
  if (!buffered || !time || !note || !chapter || !picture) throw new Error('the seek bar lacks a part')
  return { buffered, time, note, chapter, picture }
}

function shareOf(sec: number, durationSec: number | null): number {
  return durationSec === null || durationSec <= 0 ? 0 : Math.max(0, Math.min(1, sec / durationSec))
}

import { useEffect, useRef } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { SeekPictures } from '../../../shared/playback/seek-pictures.ts'
import { pictureAt } from '../../../shared/playback/seek-pictures.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import { formatClock, speakClock } from '../../../shared/text/numbers.ts'
import { actionOfPress } from '../../../shared/keys/key-map.ts'
import type { JumpEstimate } from '../../../shared/playback/jump-estimate.ts'
import { jumpEstimate } from '../../../shared/playback/jump-estimate.ts'
import { useKeyMap } from '../../keys/use-key-map.ts'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState, useStreamStatus } from '../use-playback.ts'
import { ChapterMarks, chapterName } from './chapters.tsx'
import { layerPath } from './layer-path.ts'
import { SeekPicture } from './seek-picture.tsx'
import type { SeekBarView, SeekNote } from './seek-bar-view.ts'
import { createSeekBarView } from './seek-bar-view.ts'
import type { SeekIntent } from './seek-intent.ts'
import { createSeekIntent } from './seek-intent.ts'

interface SeekBarProps {
  readonly playback: Playback
  readonly chapters: readonly Chapter[]
  readonly pictures: SeekPictures | null
}

/**
 * The film's time line in layers: being fetched, verified, held by the element, played. Time runs from left to right in
 * every language. The moving parts are drawn by hand (seek-bar-view.ts), the others twice a second.
 */
export function SeekBar({ playback, chapters, pictures }: SeekBarProps) {
  const root = useRef<HTMLDivElement>(null)
  const view = useRef<SeekBarView | null>(null)
  const intent = useRef<SeekIntent | null>(null)
  const drag = useRef<{ sec: number } | null>(null)
  const pointedSec = useRef<number | null>(null)
  const status = useStreamStatus(playback)
  const map = useKeyMap()
  const durationSec = playback.clock.read().durationSec
  useEffect(() => {
    if (!root.current) return undefined
    const drawn = createSeekBarView(root.current, playback.clock)
    const guessed = createSeekIntent({ tell: playback.pointAt, after, now: () => performance.now() })
    view.current = drawn
    intent.current = guessed
    return () => {
      guessed.clear()
      drawn.close()
    }
  }, [playback])

  useEffect(() => {
    if (pointedSec.current !== null) view.current?.note(jumpNote(jumpEstimate(pointedSec.current, status)))
  }, [status])

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const sec = secAt(event, playback.clock.read().durationSec ?? 0)
    pointedSec.current = sec
    if (drag.current) drag.current.sec = sec
    if (playback.clock.read().durationSec !== null) intent.current?.point(sec, event.clientX)
    view.current?.hover({ sec, time: formatClock(sec), chapter: chapterName(chapters, sec), picture: pictures && pictureAt(pictures, sec, status?.verifiedSec ?? []), note: jumpNote(jumpEstimate(sec, status)), dragging: drag.current !== null })
  }
  const leave = () => {
    drag.current = null
    pointedSec.current = null
    intent.current?.clear()
    view.current?.hover(null)
  }
  const hold = (event: KeyboardEvent) => {
    const action = actionOfPress(map, event)?.action
    if (event.repeat && action?.kind === 'seekBy') intent.current?.hold(Math.max(0, playback.clock.read().currentTimeSec + 2 * action.sec)) // this press leads one step, the next one two
  }
  return (
    <div ref={root} className="seek" dir="ltr" role="slider" tabIndex={0} aria-label={catalogue.player.seek} aria-orientation="horizontal"
      aria-valuemin={0} aria-valuemax={Math.floor(durationSec ?? 0)} aria-valuenow={0} aria-valuetext={catalogue.player.position(speakClock(0), catalogue.player.unknownDuration)} aria-disabled={durationSec === null}
      onPointerDown={(event) => {
        if (event.button !== 0 || playback.clock.read().durationSec === null) return
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { sec: 0 }
        point(event)
      }}
      onPointerMove={point}
      onPointerUp={(event) => {
        const target = drag.current
        drag.current = null
        if (target) playback.seekTo(target.sec)
        point(event)
        if (target) intent.current?.clear()
      }}
      onKeyDown={hold}
      onKeyUp={() => { intent.current?.clear() }}
      onPointerCancel={leave}
      onPointerLeave={() => { if (!drag.current) leave() }}>
      <div className="seek-track">
        <svg className="seek-layers" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
          <path className="seek-window" d={layerPath(status?.windowSec ?? [], durationSec)} />
          <path className="seek-verified" d={layerPath(status?.verifiedSec ?? [], durationSec)} />
          <path className="seek-buffered" />
        </svg>
        <div className="seek-played" />
        <LoopMark playback={playback} durationSec={durationSec} />
        <ChapterMarks chapters={chapters} durationSec={durationSec} />
      </div>
      <div className="seek-knob" />
      <div className="seek-hover" aria-hidden="true"><SeekPicture /><i /><b /><span /></div>
    </div>
  )
}

/** The part that is repeated; a line where it begins while its end is not set. */
function LoopMark({ playback, durationSec }: { readonly playback: Playback; readonly durationSec: number | null }) {
  const loop = usePlaybackState(playback, (state) => state.loop)
  if (loop === null || durationSec === null || durationSec <= 0) return null
  return <div className="seek-loop" style={{ '--from': loop.fromSec / durationSec, '--to': (loop.toSec ?? loop.fromSec) / durationSec }} />
}

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  return () => { clearTimeout(timer) }
}

function secAt(event: PointerEvent<HTMLDivElement>, durationSec: number): number {
  const box = event.currentTarget.getBoundingClientRect()
  return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * durationSec
}

function jumpNote(estimate: JumpEstimate): SeekNote {
  const isGuess = estimate.kind === 'guess'
  if (isGuess || estimate.kind === 'wait') return { text: catalogue.player.hoverWait(estimate.sec), isGuess }
  return { text: estimate.kind === 'unknown' ? catalogue.player.hoverUnknown : '', isGuess }
}

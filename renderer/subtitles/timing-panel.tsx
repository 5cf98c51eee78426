import { useEffect } from 'react'
import { useStore } from 'zustand'
import { catalogue } from '../../shared/text/catalogue.ts'
import { DELAY_STEP_MS, IN_TIME } from '../../shared/subtitles/shift.ts'
import type { Playback } from '../player/create-playback.ts'
import { useShortcut } from '../keys/use-key-map.ts'
import { Button } from '../ui/button.tsx'
import { tooltip } from '../ui/tooltip.ts'
import type { SubtitleControl } from './create-subtitles.ts'
import { trackName } from './track-name.ts'
import { useShownTrack, useTracks } from './use-tracks.ts'

const words = catalogue.subtitles

interface TimingPanelProps {
  readonly playback: Playback
  readonly subtitles: SubtitleControl
}

/** When the lines come: in steps, or by saying that a line is spoken now. */
export function TimingPanel({ playback, subtitles }: TimingPanelProps) {
  const shown = useShownTrack(subtitles)
  const timing = useStore(subtitles.store, (state) => (shown ? state.timing[shown.id] ?? IN_TIME : IN_TIME))
  const synced = useStore(subtitles.store, (state) => state.syncedAt !== null)
  const [earlierKey, laterKey] = [useShortcut('subtitlesEarlier'), useShortcut('subtitlesLater')]
  if (!shown) return <p className="subtitle-panel subtitle-hint">{words.pickFirst}</p>
  return (
    <div className="subtitle-panel">
      <div className="subtitle-row">
        <span>{words.delay}</span>
        <button type="button" className="text-button" aria-label={words.earlier} title={tooltip(words.earlier, earlierKey)} onClick={() => { subtitles.delayBy(-DELAY_STEP_MS) }}>−</button>
        <output className="subtitle-delay">{words.delayValue(timing.delayMs)}</output>
        <button type="button" className="text-button" aria-label={words.later} title={tooltip(words.later, laterKey)} onClick={() => { subtitles.delayBy(DELAY_STEP_MS) }}>+</button>
      </div>
      {timing.speed === 1 ? null : <p className="subtitle-hint">{words.speedValue(timing.speed)}</p>}
      <div className="subtitle-row">
        <Button kind="plain" onClick={() => { subtitles.syncHere(nowSec(playback) * 1000) }}>{words.syncHere}</Button>
        <Button kind="quiet" onClick={subtitles.resetTiming}>{words.reset}</Button>
      </div>
      <p className="subtitle-hint" role="status">{synced ? words.synced : words.syncHint}</p>
      <Fit key={shown.id} subtitles={subtitles} trackId={shown.id} />
    </div>
  )
}

/** Moves them to where other subtitles of the film are; nothing where there are none. One button, which keeps the focus; what it began goes on while the panel is closed. */
function Fit({ subtitles, trackId }: { readonly subtitles: SubtitleControl; readonly trackId: string }) {
  // Others arrive while the film does.
  useTracks(subtitles)
  const state = useStore(subtitles.store, ({ fits }) => fits[trackId] ?? 'ready')
  useEffect(() => () => { subtitles.forgetFit(trackId) }, [subtitles, trackId])
  const reference = subtitles.reference()
  if (reference === null) return null
  const press = () => {
    if (state === 'fetching') subtitles.stopFit()
    else if (state !== 'fitting') void subtitles.fit()
  }
  return (
    <>
      <div className="subtitle-row"><Button kind="plain" aria-disabled={state === 'fitting'} onClick={press}>{state === 'fetching' ? words.stopFit : words.fit(trackName(reference))}</Button></div>
      <p className="subtitle-hint" role="status">{words.fitStates[state]}</p>
    </>
  )
}

/** The element knows it to the frame; a device says it now and then. */
function nowSec(playback: Playback): number {
  const { castStreamId } = playback.store.getState()
  return (castStreamId === null ? playback.video()?.currentTime : null) ?? playback.clock.read().currentTimeSec
}

import { useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useStore } from 'zustand'
import type { Playback } from '../player/create-playback.ts'
import type { SubtitleControl } from './create-subtitles.ts'
import { LookPanel } from './look-panel.tsx'
import { TimingPanel } from './timing-panel.tsx'
import { TrackPanel } from './track-panel.tsx'
import { useFitWord } from './use-fit-word.ts'

const words = catalogue.subtitles
const TABS = ['track', 'second', 'timing', 'look'] as const

interface SubtitleMenuProps {
  readonly playback: Playback
  readonly subtitles: SubtitleControl
  /** Shows a short word above the picture. */
  readonly say: (text: string) => void
}

/** The button for subtitles, and what it opens: which, a second one, when, how they look. */
export function SubtitleMenu({ playback, subtitles, say }: SubtitleMenuProps) {
  const [open, setOpen] = useState(false)
  const [tab, setTab] = useState<(typeof TABS)[number]>('track')
  const on = useStore(subtitles.store, ({ chosen }) => chosen.first !== null || chosen.second !== null)
  const problem = useStore(subtitles.store, (state) => state.problem)
  const isFetching = useStore(subtitles.store, ({ chosen, fits }) => fits[chosen.first ?? ''] === 'fetching')
  useFitWord(subtitles, say, open && tab === 'timing')
  return (
    <Popover face={<Icon name="subtitles" />} label={isFetching ? words.buttonFetching : words.button} className={`icon-button${on ? ' is-on' : ''}${isFetching ? ' is-busy' : ''}`} open={open} onOpenChange={setOpen}>
      <div className="subtitle-menu">
        <div className="subtitle-tabs" role="tablist" aria-label={words.button}>
          {TABS.map((each) => <button key={each} type="button" role="tab" aria-selected={each === tab} onClick={() => { setTab(each) }}>{words.tabs[each]}</button>)}
        </div>
        {problem ? <ProblemNote error={problem} onDismiss={subtitles.dismissProblem} /> : null}
        {tab === 'track' ? <TrackPanel key="first" slot="first" subtitles={subtitles} /> : null}
        {tab === 'second' ? <TrackPanel key="second" slot="second" subtitles={subtitles} /> : null}
        {tab === 'timing' ? <TimingPanel playback={playback} subtitles={subtitles} /> : null}
        {tab === 'look' ? <LookPanel /> : null}
      </div>
    </Popover>
  )
}

import { useState } from 'react'
import type { MethodWish } from '../../../shared/playback/choose-method.ts'
import type { FilmFacts } from '../../../shared/playback/film-facts.ts'
import { smallerHeights } from '../../../shared/transcode/auto-height.ts'
import { conversionSentence, methodName, reasonSentences } from '../../../shared/text/method-words.ts'
import { catalogue } from '../../../shared/text/catalogue.ts'
import type { StreamDescriptor } from '../../../shared/torrent/snapshot.ts'
import { useApp } from '../../state/app-context.tsx'
import { ChoiceList } from '../../ui/choice-list.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { Playback } from '../create-playback.ts'
import { usePlaybackState } from '../use-playback.ts'

const words = catalogue.method

/** How the film is played here, nothing while it is on a device; opened, why, how the conversion gets on, and the other ways there are. */
export function MethodChip({ playback }: { readonly playback: Playback }) {
  const stream = usePlaybackState(playback, (state) => state.stream)
  const [open, setOpen] = useState(false)
  const isHere = usePlaybackState(playback, (state) => state.castStreamId === null)
  if (!stream || !isHere) return null
  const name = methodName(stream.method, stream.film)
  return (
    <Popover face={name} label={name} className="chip" open={open} onOpenChange={setOpen}>
      <p className="chip-reason">{[words.why[stream.method], ...reasonSentences(stream.reasons, stream.film)].join(' ')}</p>
      <ConversionLine stream={stream} />
      {stream.film ? <Ways playback={playback} film={stream.film} onChosen={() => { setOpen(false) }} /> : null}
    </Popover>
  )
}

function ConversionLine({ stream }: { readonly stream: StreamDescriptor }) {
  const status = useApp(({ conversion }) => (conversion?.streamId === stream.streamId ? conversion : null))
  return status ? <p className="chip-reason" data-state={status.state}>{conversionSentence(status)}</p> : null
}

/** What the person may choose; the host raises a choice that cannot work to the least that can. */
const WAYS = ['needed', 'transcodeAudio', 'transcode'] as const
type Way = (typeof WAYS)[number]

function Ways({ playback, film, onChosen }: { readonly playback: Playback; readonly film: FilmFacts; readonly onChosen: () => void }) {
  const { method, height } = usePlaybackState(playback, (state) => state.wish)
  const heights = film.video ? smallerHeights(film.video) : []
  const chosen = height !== null ? String(height) : method === 'transcode' || method === 'transcodeAudio' ? method : 'needed'
  const choices = [...WAYS.map((way) => ({ value: String(way), name: words.ways[way] })), ...heights.map((lines) => ({ value: String(lines), name: words.ways.lines(lines) }))]
  return <ChoiceList label={words.another} choices={choices} chosen={chosen} onChoose={(way) => {
    playback.choose(wishOf(WAYS.find((known) => known === way) ?? Number(way)))
    onChosen()
  }} />
}

function wishOf(way: Way | number): Partial<MethodWish> {
  if (typeof way === 'number') return { method: 'transcode', height: way }
  return way === 'needed' ? { method: null, floor: 'direct', height: null } : { method: way, height: null }
}

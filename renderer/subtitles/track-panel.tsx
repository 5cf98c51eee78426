import { useRef } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { CHARSETS, isCharset } from '../../shared/subtitles/charsets.ts'
import { Button } from '../ui/button.tsx'
import { ChoiceList } from '../ui/choice-list.tsx'
import type { SubtitleControl } from './create-subtitles.ts'
import { SUBTITLE_ENDINGS } from './is-subtitle-file.ts'
import type { Slot } from './subtitle-store.ts'
import { trackName, unreadName } from './track-name.ts'
import { useShownTrack, useTracks } from './use-tracks.ts'

const words = catalogue.subtitles
/** No track has this name. */
const OFF = ''

/** Which subtitles are shown, and how to add others. */
export function TrackPanel({ subtitles, slot }: { readonly subtitles: SubtitleControl; readonly slot: Slot }) {
  const all = useTracks(subtitles)
  const tracks = all.filter(({ kind }) => kind === 'text' || (kind === 'pictures' && slot === 'first'))
  const unread = all.filter(({ kind }) => kind === 'unsupported')
  const shown = useShownTrack(subtitles, slot)
  const input = useRef<HTMLInputElement>(null)
  const choices = [{ value: OFF, name: words.off }, ...tracks.map((track) => ({ value: track.id, name: trackName(track) }))]
  return (
    <div className="subtitle-panel">
      <ChoiceList label={words.tabs[slot === 'first' ? 'track' : 'second']} choices={choices} chosen={shown?.id ?? OFF} onChoose={(id) => { subtitles.choose(slot, id === OFF ? null : id) }} />
      {slot === 'first' && unread.length > 0 ? <p className="subtitle-hint">{words.unread(unread.map((track) => unreadName(track)).join(', '))}</p> : null}
      {slot === 'first' && shown?.charset ? (
        <label className="subtitle-row">
          <span>{words.charset}</span>
          <select value={shown.charset} onChange={({ target }) => { if (isCharset(target.value)) subtitles.readAs(shown.id, target.value) }}>
            {CHARSETS.map((charset) => <option key={charset} value={charset}>{words.charsetNames[charset]}</option>)}
          </select>
        </label>
      ) : null}
      {slot === 'first' ? (
        <div className="subtitle-row">
          <Button kind="plain" onClick={() => { input.current?.click() }}>{words.loadFile}</Button>
          <small>{words.dropHint}</small>
          <input ref={input} type="file" hidden multiple accept={SUBTITLE_ENDINGS.map((ending) => `.${ending}`).join(',')} onChange={({ target }) => {
            void subtitles.load([...(target.files ?? [])])
            target.value = ''
          }} />
        </div>
      ) : null}
    </div>
  )
}

import type { CSSProperties } from 'react'
import type { Settings } from '../../shared/ipc/contract.ts'
import type { SettingsPatch } from '../../shared/settings/settings.ts'
import { SUBTITLE_LANGUAGES } from '../../shared/subtitles/language.ts'
import { DEFAULT_LOOK, LOOK_BACKINGS, LOOK_COLOURS, LOOK_RAISES, LOOK_SIZES } from '../../shared/subtitles/look.ts'
import type { SubtitleLook } from '../../shared/subtitles/look.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { languageNow } from '../../shared/text/language.ts'
import { languageName } from '../ui/language-name.ts'
import { ChoiceControl, SliderControl, SwitchControl } from './controls.tsx'
import type { SettingRow } from './setting-row.tsx'

const words = catalogue.settings.subtitles
const names = catalogue.subtitles
type Row = Parameters<typeof SettingRow>[0]

/** The settings of subtitles: whether and in which language they are shown by themselves, and how they look. */
export function subtitleRows({ subtitles: look, subtitlesShown }: Settings, change: (patch: SettingsPatch) => void): readonly Row[] {
  const set = (part: Partial<SubtitleLook>) => { change({ subtitles: { ...look, ...part } }) }
  const way = (key: keyof SubtitleLook) => ({ isDefault: look[key] === DEFAULT_LOOK[key], reset: () => { set({ [key]: DEFAULT_LOOK[key] }) } })
  return [
    { words: words.shown, isDefault: !subtitlesShown, reset: () => { change({ subtitlesShown: false }) }, control: <SwitchControl name={words.shown.name} on={subtitlesShown} onChange={(on) => { change({ subtitlesShown: on }) }} /> },
    { words: words.language, ...way('language'), control: <LanguageChoice chosen={look.language} onChange={(language) => { set({ language }) }} /> },
    { words: words.sample, control: <Sample look={look} /> },
    { words: words.size, ...way('size'), control: <SliderControl name={words.size.name} steps={LOOK_SIZES} value={look.size} nameOf={(size) => `${String(Math.round(size * 100))} %`} onChange={(size) => { set({ size }) }} /> },
    { words: words.colour, ...way('colour'), control: <ChoiceControl name={words.colour.name} chosen={look.colour} choices={LOOK_COLOURS.map((value) => ({ value, name: names.colourNames[value] }))} onChange={(colour) => { set({ colour }) }} /> },
    { words: words.backing, ...way('backing'), control: <ChoiceControl name={words.backing.name} chosen={look.backing} choices={LOOK_BACKINGS.map((value) => ({ value, name: names.backingNames[value] }))} onChange={(backing) => { set({ backing }) }} /> },
    { words: words.raise, ...way('raise'), control: <SliderControl name={words.raise.name} steps={LOOK_RAISES} value={look.raise} nameOf={(raise) => names.raiseNames[LOOK_RAISES.findIndex((each) => each === raise)] ?? ''} onChange={(raise) => { set({ raise }) }} /> },
  ]
}

/** Stands for the window's language: no tag is empty. */
const AS_WINDOW = ''

function LanguageChoice({ chosen, onChange }: { readonly chosen: string | null; readonly onChange: (language: string | null) => void }) {
  const tags = [...new Set([...SUBTITLE_LANGUAGES, ...(chosen === null ? [] : [chosen])])]
  const choices = tags.map((value) => ({ value, name: languageName(value) })).sort((a, b) => a.name.localeCompare(b.name, languageNow()))
  return <ChoiceControl name={words.language.name} chosen={chosen ?? AS_WINDOW} choices={[{ value: AS_WINDOW, name: words.language.asWindow(languageName(languageNow())) }, ...choices]} onChange={(value) => { onChange(value === AS_WINDOW ? null : value) }} />
}

/** CSS pixels: a small screen, whose letters are as large as those of a film of 300 lines. */
const SAMPLE_HEIGHT = 118
const LETTERS_OF = 300

/** A line as a film would show it, at its place of a small screen. */
function Sample({ look }: { readonly look: SubtitleLook }) {
  const style: CSSProperties = { inset: 0, '--picture-height': `${String(LETTERS_OF)}px`, '--picture-below': '0px', '--cue-size': look.size, '--cue-colour': look.colour, '--cue-raise': (look.raise * SAMPLE_HEIGHT) / LETTERS_OF }
  return (
    <div className="subtitle-sample" style={{ blockSize: SAMPLE_HEIGHT }}>
      <div className="cue-layer" data-backing={look.backing}>
        <div className="cue-picture" style={style}>
          <div className="cue-group" data-row="foot" data-column="centre"><p className="cue" dir="auto"><span className="cue-words">{words.sample.line}</span></p></div>
        </div>
      </div>
    </div>
  )
}

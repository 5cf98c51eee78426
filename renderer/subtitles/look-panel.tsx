import { catalogue } from '../../shared/text/catalogue.ts'
import type { SubtitleLook } from '../../shared/subtitles/look.ts'
import { DEFAULT_LOOK, LOOK_BACKINGS, LOOK_COLOURS, LOOK_RAISES, LOOK_SIZES } from '../../shared/subtitles/look.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'

const words = catalogue.subtitles

/** How the letters look; what is chosen is seen at once and kept. */
export function LookPanel() {
  const { bridge } = useParts()
  const look = useApp((state) => state.settings?.subtitles ?? DEFAULT_LOOK)
  const change = (part: Partial<SubtitleLook>) => { void bridge.call('app.updateSettings', { subtitles: { ...look, ...part } }) }
  return (
    <div className="subtitle-panel">
      <Row name={words.size} values={LOOK_SIZES} chosen={look.size} nameOf={(size) => `${String(Math.round(size * 100))} %`} onChoose={(size) => { change({ size }) }} />
      <Row name={words.colour} values={LOOK_COLOURS} chosen={look.colour} nameOf={(colour) => words.colourNames[colour]} onChoose={(colour) => { change({ colour }) }} />
      <Row name={words.backing} values={LOOK_BACKINGS} chosen={look.backing} nameOf={(backing) => words.backingNames[backing]} onChoose={(backing) => { change({ backing }) }} />
      <Row name={words.raise} values={LOOK_RAISES} chosen={look.raise} nameOf={(raise) => words.raiseNames[LOOK_RAISES.indexOf(raise)] ?? ''} onChoose={(raise) => { change({ raise }) }} />
      <div className="subtitle-row"><Button kind="quiet" onClick={() => { change({ ...DEFAULT_LOOK, language: look.language }) }}>{words.resetLook}</Button></div>
    </div>
  )
}

interface RowProps<T> {
  readonly name: string
  readonly values: readonly T[]
  readonly chosen: string | number
  readonly nameOf: (value: T) => string
  readonly onChoose: (value: T) => void
}

function Row<T extends string | number>({ name, values, chosen, nameOf, onChoose }: RowProps<T>) {
  return (
    <label className="subtitle-row">
      <span>{name}</span>
      <select value={chosen} onChange={({ target }) => {
        const value = values.find((each) => String(each) === target.value)
        if (value !== undefined) onChoose(value)
      }}>
        {values.map((value) => <option key={value} value={value}>{nameOf(value)}</option>)}
      </select>
    </label>
  )
}

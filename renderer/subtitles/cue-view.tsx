import type { CSSProperties } from 'react'
import type { Cue, CueRun } from '../../shared/subtitles/cue.ts'
import { FILM_FONT } from './use-film-fonts.ts'

/** The words of one cue. They are text nodes: whatever a file holds, nothing of it is markup here. */
export function CueView({ cue }: { readonly cue: Cue }) {
  return (
    <p className="cue" dir="auto">
      <span className="cue-words">{cue.runs.map((run, i) => <span key={i} className={classOf(run)} style={styleOf(run)}>{run.text}</span>)}</span>
    </p>
  )
}

function classOf({ bold, italic, underline, strike }: CueRun): string {
  return [bold ? 'cue-bold' : '', italic ? 'cue-italic' : '', underline ? 'cue-underline' : '', strike ? 'cue-strike' : ''].filter((name) => name !== '').join(' ')
}

function styleOf({ colour, size, font }: CueRun): CSSProperties {
  return { ...(colour === null ? {} : { color: colour }), ...(size === null ? {} : { '--run-size': size, fontSize: 'calc(var(--picture-height) * var(--run-size))' }), ...(font === null ? {} : { fontFamily: `"${FILM_FONT}${plainName(font)}", "${plainName(font)}", var(--cue-font)` }) }
}

/** A name that cannot end the text it stands in. */
function plainName(font: string): string {
  return font.replace(/[\p{C}"\\]/gu, '').toLowerCase()
}

import { useState } from 'react'
import type { CSSProperties } from 'react'
import { useStore } from 'zustand'
import type { Cue, CuePicture } from '../../shared/subtitles/cue.ts'
import { DEFAULT_LOOK } from '../../shared/subtitles/look.ts'
import { useApp } from '../state/app-context.tsx'
import type { Playback } from '../player/create-playback.ts'
import type { SubtitleControl } from './create-subtitles.ts'
import { CueView } from './cue-view.tsx'
import { useFilmFonts } from './use-film-fonts.ts'
import { useShownTrack } from './use-tracks.ts'
import { usePictureBox } from './use-picture-box.ts'
import type { PictureBox } from './use-picture-box.ts'
import { useShownCues } from './use-shown-cues.ts'

interface CueLayerProps {
  readonly playback: Playback
  readonly subtitles: SubtitleControl
}

/** The subtitles above the picture and below the controls, which push those at the foot up while they are shown. */
export function CueLayer({ playback, subtitles }: CueLayerProps) {
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const box = usePictureBox(playback, root)
  const look = useApp((state) => state.settings?.subtitles ?? DEFAULT_LOOK)
  const first = useShownCues(playback, subtitles, 'first')
  const second = useShownCues(playback, subtitles, 'second')
  const shown = useShownTrack(subtitles)
  const firstUrl = shown?.url ?? ''
  useFilmFonts(shown)
  const on = useStore(subtitles.store, (state) => state.chosen.first !== null || state.chosen.second !== null)
  return (
    <div ref={setRoot} className="cue-layer" data-backing={look.backing}>
      {on && box ? (
        <div className="cue-picture" style={{ ...boxStyle(box), '--cue-size': look.size, '--cue-colour': look.colour, '--cue-raise': look.raise }}>
          {CORNERS.map((corner) => <CueGroup key={corner} corner={corner} cues={first.filter(({ place, picture }) => picture === null && place.at === null && place.corner === corner)} />)}
          {first.filter(({ place }) => place.at !== null).map((cue, i) => <PlacedCue key={`${String(cue.startMs)} ${String(i)}`} cue={cue} />)}
          {first.map(({ picture }) => (picture ? <PictureCue key={picture.name} picture={picture} box={box} url={firstUrl} /> : null))}
          <CueGroup corner={8} cues={second.filter(({ picture }) => picture === null)} />
        </div>
      ) : null}
    </div>
  )
}

const CORNERS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** The cues of one corner, one below the other in order of their start. */
function CueGroup({ corner, cues }: { readonly corner: number; readonly cues: readonly Cue[] }) {
  if (cues.length === 0) return null
  return <div className="cue-group" data-row={rowOf(corner)} data-column={columnOf(corner)}>{cues.map((cue, i) => <CueView key={`${String(cue.startMs)} ${String(i)}`} cue={cue} />)}</div>
}

/** A cue at a point of the picture. */
function PlacedCue({ cue }: { readonly cue: Cue }) {
  const { corner, at } = cue.place
  return <div className="cue-placed" data-row={rowOf(corner)} data-column={columnOf(corner)} style={{ '--x': at?.x ?? 0.5, '--y': at?.y ?? 1 }}><CueView cue={cue} /></div>
}

/** A cue that is a picture; the controls push it up like words. */
function PictureCue({ picture, box, url }: { readonly picture: CuePicture; readonly box: PictureBox; readonly url: string }) {
  const screenHeight = picture.aspect === null ? box.height : box.width / picture.aspect
  const bottom = box.height - (box.height - screenHeight) / 2 - (picture.y + picture.height) * screenHeight
  return <img className="cue-image" alt="" src={`${url}/${picture.name}`} style={{ left: picture.x * box.width, width: picture.width * box.width, height: picture.height * screenHeight, '--bottom': `${String(bottom)}px` }} />
}

function rowOf(corner: number): 'foot' | 'middle' | 'head' {
  return corner <= 3 ? 'foot' : corner <= 6 ? 'middle' : 'head'
}

function columnOf(corner: number): 'left' | 'centre' | 'right' {
  return (['left', 'centre', 'right'] as const)[(corner - 1) % 3] ?? 'centre'
}

function boxStyle({ left, top, width, height, below }: PictureBox): CSSProperties {
  return { left, top, width, height, '--picture-height': `${String(height)}px`, '--picture-below': `${String(below)}px` }
}

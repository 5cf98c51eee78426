import { useEffect } from 'react'
import { parseFontNames } from '../../shared/subtitles/font-names.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'

/** Family names of the film's fonts begin so: none of them can take the place of one of the window's. */
export const FILM_FONT = 'film: '

/** Makes the fonts that the film brings available to the track that is shown, and takes them away after it. */
export function useFilmFonts(track: SubtitleTrack | null): void {
  const base = track && track.fonts > 0 ? track.url.replace(/\/[^/]*$/, '') : null
  const count = track?.fonts ?? 0
  useEffect(() => {
    if (base === null) return undefined
    const stop = new AbortController()
    const added: FontFace[] = []
    const load = async () => {
      for (let font = 0; font < count && !stop.signal.aborted; font++) {
        const response = await fetch(`${base}/font-${String(font)}`, { signal: stop.signal })
        if (!response.ok) continue
        const bytes = await response.arrayBuffer()
        if (!stop.signal.aborted) added.push(...addFont(bytes))
      }
    }
    load().catch(() => undefined) // the words are shown in the window's own font
    return () => {
      stop.abort()
      for (const face of added) document.fonts.delete(face)
    }
  }, [base, count])
}

/** A face for every name the font has. One the browser refuses shows nothing and harms nothing. */
function addFont(bytes: ArrayBuffer): FontFace[] {
  const font = parseFontNames(new Uint8Array(bytes))
  return (font?.names ?? []).map((name) => {
    const face = new FontFace(`"${FILM_FONT}${name.toLowerCase()}"`, bytes, { weight: font?.bold ? '700' : '400', style: font?.italic ? 'italic' : 'normal' })
    document.fonts.add(face)
    return face
  })
}

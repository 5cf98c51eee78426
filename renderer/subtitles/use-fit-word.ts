import { useEffect } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { SubtitleControl } from './create-subtitles.ts'
import { isFitting } from './fit-control.ts'
import type { SubtitleState } from './subtitle-store.ts'

const words = catalogue.subtitles.feedback.fits

/** Says how a fit of the shown subtitles ended while its panel was not there to say it. */
export function useFitWord(subtitles: SubtitleControl, say: (text: string) => void, isPanelOpen: boolean): void {
  useEffect(() => {
    if (isPanelOpen) return undefined
    return subtitles.store.subscribe((state, before) => {
      const shown = state.chosen.first ?? ''
      const word = isFitting(before.fits[shown]) ? wordFor(state.fits[shown]) : null
      if (word !== null) say(word)
    })
  }, [subtitles, say, isPanelOpen])
}

/** Nothing is said of one that goes on, or that the person stopped. */
function wordFor(state: SubtitleState['fits'][string] = 'ready'): string | null {
  return state === 'fitted' || state === 'unlike' || state === 'unread' ? words[state] : null
}

import type { PageAbilities, Sound } from './film-facts.ts'
import { pageProfile } from './device-profile.ts'

/** Where a sound of a film stands in the element's own list, which leaves out those it cannot decode; null when it is one of them. */
export function placeInElement(sounds: readonly Sound[], audioIndex: number, abilities: PageAbilities): number | null {
  const playable = sounds.filter(({ codec }) => pageProfile(abilities).direct.audio.includes(codec))
  const place = playable.findIndex((sound) => sound.audioIndex === audioIndex)
  return place < 0 ? null : place
}

import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { CastingSlice } from './casting.ts'
import { initialCasting } from './casting.ts'
import type { FilmPartsSlice } from './film-parts.ts'
import { initialFilmParts } from './film-parts.ts'
import type { ConversionSlice } from './conversion.ts'
import { initialConversion } from './conversion.ts'
import type { HostSlice } from './host.ts'
import { initialHost } from './host.ts'
import type { LibrarySlice } from './library.ts'
import { initialLibrary } from './library.ts'
import type { PlaceSlice } from './place.ts'
import { initialPlace } from './place.ts'
import type { TorrentsSlice } from './torrents.ts'
import { initialTorrents } from './torrents.ts'

export type AppState = TorrentsSlice & HostSlice & PlaceSlice & FilmPartsSlice & CastingSlice & ConversionSlice & LibrarySlice
export type AppStore = StoreApi<AppState>

/** The page's state. The playhead is not in it: it moves too often (see player/clock.ts). */
export function createAppStore(): AppStore {
  return createStore<AppState>(() => ({ ...initialTorrents, ...initialHost, ...initialPlace, ...initialFilmParts, ...initialCasting, ...initialConversion, ...initialLibrary }))
}

import type { CastLoad } from '../../../shared/cast/cast-media.ts'
import type { FilmWish } from '../../../shared/cast/film-wish.ts'
import { isSameFile } from '../../../shared/cast/film-wish.ts'
import type { Result } from '../../../shared/result.ts'
import { ok } from '../../../shared/result.ts'
import type { PreparedFilm } from './cast-world.ts'

/** The film a device has, and the one that is made ready to take its place. */
export interface FilmOnDevice {
  readonly film: () => FilmWish
  readonly prepared: () => PreparedFilm
  /** While another film is made ready: what the device says meanwhile belongs to the film that goes. */
  readonly isChanging: () => boolean
  /** Milliseconds since the device took the film of which it has asked nothing yet; null once it asked. */
  unfetchedMs(): number | null
  /** The words it shows became others, of the same film. */
  noteSubtitle(trackId: string | null): void
  /** Gives the device another form, place or file; the old one is closed when the new one was handed over. Fails as `prepare` does. */
  replace(film: FilmWish): Promise<Result<void>>
  close(): Promise<void>
}

export interface FilmPlace {
  readonly prepare: (film: FilmWish) => Promise<Result<PreparedFilm>>
  /** The film on the device goes for another file, which has to be made ready first. `isQuiet`: so did the one before. */
  readonly onLeaving: (isQuiet: boolean) => void
  readonly onReady: (load: CastLoad) => void
  /** Aborts when nothing is given to the device any more. */
  readonly over: AbortSignal
  readonly clock: () => number
}

/** Invariant: of several films made ready at once the newest is given to the device, and every other is closed. */
export function createFilmOnDevice({ prepare, onLeaving, onReady, over, clock }: FilmPlace, first: FilmWish, firstPrepared: PreparedFilm): FilmOnDevice {
  let film = first
  let prepared = firstPrepared
  let tookAtMs = clock()
  let isChanging = false
  /** The newest film that is made ready; older ones are outdone. */
  let turn = 0

  const put = (next: FilmWish, ready: PreparedFilm): PreparedFilm => {
    const before = prepared
    film = next
    prepared = ready
    tookAtMs = clock()
    onReady(ready.load)
    return before
  }

  return {
    film: () => film,
    prepared: () => prepared,
    isChanging: () => isChanging,
    unfetchedMs: () => (prepared.requests() > 0 ? null : clock() - tookAtMs),
    noteSubtitle: (subtitleTrackId) => { film = { ...film, subtitleTrackId } },
    replace: async (next) => {
      turn += 1
      const mine = turn
      const wasChanging = isChanging
      // Before anything is said to the device: what it answers belongs to the film that goes.
      isChanging = true
      if (!isSameFile(next, film)) onLeaving(wasChanging)
      const ready = await prepare(next)
      if (over.aborted || mine !== turn) {
        if (ready.ok) await ready.value.close()
        return ok(undefined)
      }
      isChanging = false
      if (!ready.ok) return ready
      await put(next, ready.value).close()
      return ok(undefined)
    },
    close: () => prepared.close(),
  }
}

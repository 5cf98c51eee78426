import type { InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import type { Film } from './look-into-film.ts'

/** Those who take what another's look finds, by the film's key, which begins with its info hash. */
export interface FilmJoiners {
  /** What is found, now or later. Never settles when the signal says stop or the film is dropped. */
  join(key: string, found: Promise<Result<Film>> | null, signal: AbortSignal): Promise<Film>
  tell(key: string, film: Film): void
  /** Lets everyone go who waits for a film of the torrent. */
  drop(infoHash: InfoHash): void
}

interface Joiner {
  readonly tell: (film: Film) => void
  readonly leave: () => void
}

export function createFilmJoiners(): FilmJoiners {
  const joining = new Map<string, Set<Joiner>>()
  return {
    join: (key, found, signal) => new Promise((resolve) => {
      const leave = () => {
        signal.removeEventListener('abort', leave)
        const all = joining.get(key)
        all?.delete(joiner)
        if (all?.size === 0) joining.delete(key)
      }
      const joiner: Joiner = { leave, tell: (film) => { leave(); resolve(film) } }
      if (signal.aborted) return
      signal.addEventListener('abort', leave, { once: true })
      joining.set(key, (joining.get(key) ?? new Set()).add(joiner))
      void found?.then((film) => { if (film.ok) joiner.tell(film.value) })
    }),
    tell: (key, film) => { for (const joiner of [...joining.get(key) ?? []]) joiner.tell(film) },
    drop: (infoHash) => {
      for (const [key, joiners] of [...joining]) if (key.startsWith(infoHash)) for (const { leave } of [...joiners]) leave()
    },
  }
}

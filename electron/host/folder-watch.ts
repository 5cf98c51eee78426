import type { AppError } from '../../shared/errors.ts'
import { toAppError } from '../../shared/errors.ts'
import type { Troubles } from '../../shared/ipc/serve-host.ts'

/** Looks after a download folder that cannot be used: why not, and when it can be used again. */
export interface FolderWatch extends Troubles {
  close(): void
}

export interface FolderWatchWorld {
  /** Why it cannot be used at this moment; null = it can. */
  readonly look: () => Promise<AppError | null>
  /** What was found at the start. */
  readonly first: AppError | null
  /** Something could not be opened for want of it. */
  readonly isMissed: () => boolean
  /** It can be used again. */
  readonly onBack: () => void
}

/** A person who plugs a disk in looks at the window next; a look costs a few calls. */
const LOOK_MS = 1000

/** Looks only while the folder is known to be unusable, or is missed. */
export function watchFolder({ look, first, isMissed, onBack }: FolderWatchWorld): FolderWatch {
  let problem = first
  let tell: (problem: AppError | null) => void = () => undefined
  let looking = false
  let closed = false

  const lookAgain = async () => {
    const before = problem
    const found = await look().catch(toAppError)
    if (closed) return
    problem = found
    if (before?.message !== found?.message) tell(found)
    if (before !== null && found === null) onBack()
  }

  const timer = setInterval(() => {
    if (looking || (problem === null && !isMissed())) return
    looking = true
    void lookAgain().finally(() => { looking = false })
  }, LOOK_MS)
  timer.unref()

  return {
    problem: () => problem,
    onChange: (listener) => { tell = listener },
    close: () => {
      closed = true
      clearInterval(timer)
    },
  }
}

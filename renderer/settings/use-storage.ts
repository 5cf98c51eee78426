import type { CommandResult } from '../../shared/ipc/contract.ts'
import { useParts } from '../state/app-context.tsx'
import { useLooks } from './use-looks.ts'

export type StorageUse = CommandResult<'media.readStorage'>

/** A film that plays stores something every second. */
const LOOK_MS = 1000

/** What films take on the disk now and may take, while somebody looks at it; null until the first answer. */
export function useStorage(): StorageUse | null {
  const { bridge } = useParts()
  return useLooks(LOOK_MS, () => bridge.call('media.readStorage', {}))
}

import { useEffect, useState } from 'react'
import type { CommandResult } from '../../shared/ipc/contract.ts'
import { useParts } from '../state/app-context.tsx'

export type StorageUse = CommandResult<'media.readStorage'>

/** A film that plays stores something every second. */
const LOOK_MS = 1000

/** What films take on the disk now and may take, while somebody looks at it; null until the first answer. */
export function useStorage(): StorageUse | null {
  const { bridge } = useParts()
  const [use, setUse] = useState<StorageUse | null>(null)
  useEffect(() => {
    let isOver = false
    const look = () => { void bridge.call('media.readStorage', {}).then((answer) => { if (!isOver && answer.ok) setUse(answer.value) }) }
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [bridge])
  return use
}

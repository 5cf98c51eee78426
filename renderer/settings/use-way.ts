import type { WayFacts } from '../../shared/network/way-facts.ts'
import { useParts } from '../state/app-context.tsx'
import { useLooks } from './use-looks.ts'

/** An interface may come or go, and a proxy fall silent, at any second. */
const LOOK_MS = 1000

/** What is known of the way out, live; null before it is. */
export function useWay(): WayFacts | null {
  const { bridge } = useParts()
  return useLooks(LOOK_MS, () => bridge.call('media.readWayOut', {}))
}

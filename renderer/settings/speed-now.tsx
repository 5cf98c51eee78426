import { speedSentence } from '../../shared/network/speed-sentence.ts'
import { useApp } from '../state/app-context.tsx'

/** What holds the speed back at this moment. */
export function SpeedNow() {
  const speed = useApp((state) => state.speed)
  return <output className="setting-fact" role="status">{speed === null || speed.phase === 'off' ? '' : speedSentence(speed)}</output>
}

import { english } from '../../shared/text/english.ts'
import { Water } from '../ui/water.tsx'

/** Rises over the whole window while something is held above it. */
export function DropHighlight() {
  return (
    <div className="drop-highlight always-dark" role="status">
      <Water />
      <p className="drop-highlight-title">{english.drop.title}</p>
      <p className="drop-highlight-hint">{english.drop.hint}</p>
    </div>
  )
}

import { catalogue } from '../../shared/text/catalogue.ts'
import { Water } from '../ui/water.tsx'

/** Rises over the whole window while something is held above it. */
export function DropHighlight() {
  return (
    <div className="drop-highlight always-dark" role="status">
      <Water />
      <p className="drop-highlight-title">{catalogue.drop.title}</p>
      <p className="drop-highlight-hint">{catalogue.drop.hint}</p>
    </div>
  )
}

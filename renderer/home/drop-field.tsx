import { catalogue } from '../../shared/text/catalogue.ts'
import { useShortcut } from '../keys/use-key-map.ts'
import { LinkField } from '../open/link-field.tsx'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Water } from '../ui/water.tsx'

/** The one large way in; what could not be opened is said right here. */
export function DropField() {
  const { opener } = useParts()
  const problem = useApp((state) => state.problem)
  return (
    <section className="drop-field" aria-labelledby="drop-title">
      <Water />
      <h1 id="drop-title">{catalogue.home.dropTitle}</h1>
      <p className="drop-hint">{catalogue.home.dropHint}</p>
      <div className="drop-ways">
        <LinkField />
        <Button icon="folder" title={useShortcut('openFile')} onClick={() => { void opener.chooseFile() }}>{catalogue.home.openFile}</Button>
      </div>
      {problem ? <ProblemNote error={problem} onDismiss={opener.dismissProblem} /> : null}
    </section>
  )
}

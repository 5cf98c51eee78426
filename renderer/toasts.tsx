import { catalogue } from '../shared/text/catalogue.ts'
import { useApp, useParts } from './state/app-context.tsx'
import { Button } from './ui/button.tsx'
import { ProblemNote } from './ui/problem-note.tsx'

/** What concerns a person wherever they are: trouble with the engine; and above a film, what becomes of the next thing opened. */
export function Toasts() {
  const aboveFilm = useApp((state) => state.place.kind === 'torrent')
  return (
    <div className="toasts">
      <EngineTrouble aboveFilm={aboveFilm} />
      {aboveFilm ? <NextThing /> : null}
    </div>
  )
}

/** A film that is open tells itself what an engine that runs cannot do for it. */
function EngineTrouble({ aboveFilm }: { readonly aboveFilm: boolean }) {
  const { state, problem } = useApp((each) => each.host)
  return problem && state !== 'restarting' && !(aboveFilm && state === 'running') ? <ProblemNote error={problem} /> : null
}

function NextThing() {
  const { opener } = useParts()
  const asking = useApp((state) => state.asking)
  const problem = useApp((state) => state.problem)
  return (
    <div className="next-thing always-dark">
      {asking ? <div className="toast" role="status"><span>{catalogue.opening.reading}</span><Button kind="quiet" onClick={opener.cancelAsking}>{catalogue.common.cancel}</Button></div> : null}
      {problem ? <ProblemNote error={problem} onDismiss={opener.dismissProblem} /> : null}
    </div>
  )
}

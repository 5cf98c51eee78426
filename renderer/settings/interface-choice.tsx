import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { ChoiceControl } from './controls.tsx'
import { useWay } from './use-way.ts'

const words = catalogue.settings.networkInterface
/** Stands for any interface: none is called so. */
const ANY = ''

/** The interface everything goes by, out of those there are at this moment; the chosen one stays in the list when it is gone. */
export function InterfaceChoice({ chosen, onChange }: { readonly chosen: string | null; readonly onChange: (name: string | null) => void }) {
  const way = useWay()
  const there = way?.interfaces ?? []
  const current = there.find(({ name }) => name === chosen)
  const gone = way !== null && chosen !== null && current === undefined
  const choices = there.map(({ name, addresses }) => ({ value: name, name: words.choice(name, addresses[0] ?? '') }))
  const lost = chosen !== null && current === undefined ? [{ value: chosen, name: gone ? words.gone(chosen) : chosen }] : []
  return (
    <span className="setting-answer">
      <output className={gone ? 'setting-wrong' : 'setting-fact'} role="status">
        {gone ? errorWords({ code: 'interfaceGone', message: '', details: { name: chosen } }).what : current?.addresses[0] === undefined ? '' : words.sends(current.addresses[0])}
      </output>
      <ChoiceControl name={words.name} chosen={chosen ?? ANY} choices={[{ value: ANY, name: words.any }, ...lost, ...choices]} onChange={(name) => { onChange(name === ANY ? null : name) }} />
    </span>
  )
}

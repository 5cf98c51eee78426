import { useState } from 'react'
import type { Proxy, ProxyKind } from '../../shared/network/proxy.ts'
import { PROXY_KINDS, formatProxyPlace, parseProxyPlace } from '../../shared/network/proxy.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { ChoiceControl } from './controls.tsx'
import { useWay } from './use-way.ts'

const words = catalogue.settings.proxy
const KINDS = ['none', ...PROXY_KINDS] as const

/** Who connects for us: what kind, where, and the login; what it says to that is told beside it. Takes effect with Enter, or when a field is left. */
export function ProxyChoice({ chosen, onChange }: { readonly chosen: Proxy | null; readonly onChange: (proxy: Proxy | null) => void }) {
  /** Chosen, but there is no address yet: nothing has changed until there is one. */
  const [wanted, setWanted] = useState<ProxyKind | null>(null)
  const [place, setPlace] = useState<string | null>(null)
  const [login, setLogin] = useState<{ readonly user?: string; readonly password?: string }>({})
  const kind = wanted ?? chosen?.kind ?? null
  const typed = place ?? (chosen === null ? '' : formatProxyPlace(chosen))
  const parsed = kind === null ? null : parseProxyPlace(typed, kind)
  const user = login.user ?? chosen?.user ?? ''
  const password = login.password ?? chosen?.password ?? ''
  const settle = (next: ProxyKind | null = kind) => {
    const found = next === null ? null : parseProxyPlace(typed, next)
    if (next === null || found === null) return
    setWanted(null)
    setPlace(null)
    setLogin({})
    const proxy = { kind: next, ...found, user, password }
    if (JSON.stringify(proxy) !== JSON.stringify(chosen)) onChange(proxy)
  }
  const choose = (next: (typeof KINDS)[number]) => {
    if (next !== 'none') {
      setWanted(next)
      return settle(next)
    }
    setWanted(null)
    setPlace(null)
    setLogin({})
    if (chosen !== null) onChange(null)
  }
  const keys = (isChanged: boolean, takeBack: () => void) => (event: { readonly key: string; stopPropagation(): void }) => {
    if (event.key === 'Enter') settle()
    if (event.key !== 'Escape' || !isChanged) return
    // The first Esc takes back what was typed, the next one leaves the settings.
    event.stopPropagation()
    takeBack()
  }
  return (
    <span className="setting-answer proxy-choice">
      <ChoiceControl name={words.name} chosen={kind ?? 'none'} choices={KINDS.map((value) => ({ value, name: words.kinds[value] }))} onChange={choose} />
      {kind === null ? null : (
        <>
          <input className="choice-field proxy-place" type="text" dir="ltr" maxLength={300} autoFocus={chosen === null} spellCheck={false} aria-label={words.place} aria-invalid={typed !== '' && parsed === null} placeholder={words.placeExample} value={typed}
            onChange={({ target }) => { setPlace(target.value) }} onBlur={() => { settle() }} onKeyDown={keys(place !== null, () => { setPlace(null) })} />
          <input className="choice-field" type="text" dir="ltr" maxLength={255} spellCheck={false} autoComplete="off" aria-label={words.user} placeholder={words.userShort} value={user}
            onChange={({ target }) => { setLogin({ ...login, user: target.value }) }} onBlur={() => { settle() }} onKeyDown={keys(login.user !== undefined, () => { setLogin({}) })} />
          <input className="choice-field" type="password" dir="ltr" maxLength={255} autoComplete="off" aria-label={words.password} placeholder={words.passwordShort} value={password}
            onChange={({ target }) => { setLogin({ ...login, password: target.value }) }} onBlur={() => { settle() }} onKeyDown={keys(login.password !== undefined, () => { setLogin({}) })} />
        </>
      )}
      {typed !== '' && kind !== null && parsed === null ? <span role="status" className="setting-wrong">{words.wrong}</span> : chosen === null ? null : <ProxyAnswer />}
    </span>
  )
}

/** What the proxy says, at this moment. */
function ProxyAnswer() {
  const way = useWay()
  if (way === null) return null
  const problem = way.problem?.code === 'interfaceGone' ? null : way.problem
  const said = problem === null ? null : errorWords(problem)
  return <output className={said === null ? 'setting-fact' : 'setting-wrong'} role="status">{said === null ? (way.answered ? words.answers : words.asking) : `${said.what} ${said.next}`}</output>
}

import { useState } from 'react'
import { LEAST_PORT, MOST_PORT } from '../../shared/network/reach.ts'
import { catalogue } from '../../shared/text/catalogue.ts'

const words = catalogue.settings.port

/** The port peers come in by: a number, or empty for any. Takes effect with Enter, or when the field is left. */
export function PeerPort({ chosen, onChange }: { readonly chosen: number | null; readonly onChange: (port: number | null) => void }) {
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? (chosen === null ? '' : String(chosen))
  const port = readPort(text)
  const settle = () => {
    if (port === undefined) return
    setTyped(null)
    if (port !== chosen) onChange(port)
  }
  return (
    <span className="setting-answer">
      {port === undefined ? <span role="status" className="setting-wrong">{words.wrong(LEAST_PORT, MOST_PORT)}</span> : null}
      <input className="choice-field port-field" type="text" inputMode="numeric" dir="ltr" maxLength={5} aria-label={words.name} aria-invalid={port === undefined} placeholder={words.automatic} value={text}
        onChange={({ target }) => { setTyped(target.value) }} onBlur={settle} onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
          if (event.key !== 'Escape' || typed === null) return
          // The first Esc takes back what was typed, the next one leaves the settings.
          event.stopPropagation()
          setTyped(null)
        }} />
    </span>
  )
}

/** Null for an empty field, undefined for what is no port. */
function readPort(text: string): number | null | undefined {
  const plain = text.trim()
  if (plain === '') return null
  const port = /^\d{1,5}$/u.test(plain) ? Number(plain) : 0
  return port >= LEAST_PORT && port <= MOST_PORT ? port : undefined
}

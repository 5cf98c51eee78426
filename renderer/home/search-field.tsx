import { useId } from 'react'
import { Icon } from '../ui/icon.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** A field that narrows what is below it with each letter. */
export function SearchField({ label, query, onQuery }: SearchFieldProps) {
  const id = useId()
  return (
    <div className="search-field">
      <Icon name="search" />
      <label htmlFor={id} className="visually-hidden">{label}</label>
      <input id={id} type="search" value={query} placeholder={label} spellCheck={false} autoComplete="off" onChange={(event) => { onQuery(event.target.value) }} />
    </div>
  )
}

import { useState } from 'react'
import type { ClipboardEvent, FormEvent } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { readText } from './read-transfer.ts'

/** The id of the field for links; there is one, at home. */
const LINK_FIELD_ID = 'link-field'

/** The field for a magnet link, an info hash or a link to a .torrent. Pasting into it opens at once. */
export function LinkField() {
  const { opener } = useParts()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void opener.open(readText(text))
  }
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text/plain')
    if (pasted.trim() === '' || text !== '') return
    event.preventDefault()
    setText(pasted.trim())
    void opener.open(readText(pasted))
  }
  return (
    <form className="link-field" onSubmit={submit}>
      <label htmlFor={LINK_FIELD_ID} className="visually-hidden">{catalogue.home.linkLabel}</label>
      <input id={LINK_FIELD_ID} type="text" value={text} placeholder={catalogue.home.linkPlaceholder} spellCheck={false} autoComplete="off" dir="ltr"
        onChange={(event) => { setText(event.target.value) }} onPaste={paste} />
      <Button kind="primary" type="submit">{catalogue.common.open}</Button>
    </form>
  )
}

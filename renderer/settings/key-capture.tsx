import { useEffect, useRef, useState } from 'react'
import { DIGITS, isReserved, keyName } from '../../shared/keys/key-name.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { keyWord } from '../../shared/text/key-words.ts'

interface KeyCaptureProps {
  /** Any digit means all ten of them. */
  readonly digits: boolean
  readonly onKey: (key: string) => void
  /** Esc, or the focus went elsewhere. */
  readonly onDone: () => void
}

const words = catalogue.keys

/** Waits for the next key that is pressed; nothing else hears it. */
export function KeyCapture({ digits, onKey, onDone }: KeyCaptureProps) {
  const field = useRef<HTMLSpanElement>(null)
  const [refused, setRefused] = useState<string | null>(null)
  useEffect(() => { field.current?.focus() }, [])
  useEffect(() => {
    const stop = new AbortController()
    window.addEventListener('keydown', (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      const key = keyName(event)
      if (key === null) return
      if (key === 'Escape') onDone()
      else if (isReserved(key)) setRefused(key)
      else onKey(digits && /^\d$/u.test(key) ? DIGITS : key)
    }, { capture: true, signal: stop.signal })
    return () => { stop.abort() }
  }, [digits, onKey, onDone])
  return <span ref={field} className="key-capture" tabIndex={-1} role="status" onBlur={onDone}>{refused === null ? words.press : words.reserved(keyWord(refused))}</span>
}

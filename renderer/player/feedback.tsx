import { useCallback, useEffect, useState } from 'react'

const SHOWN_MS = 1200
/** Reading takes this long a letter. */
const LETTER_MS = 45

interface Spoken {
  readonly text: string
  readonly count: number
}

/** A short word about what a key did. */
export function useFeedback(): { readonly spoken: Spoken | null; readonly say: (text: string) => void } {
  const [spoken, setSpoken] = useState<Spoken | null>(null)
  useEffect(() => {
    if (spoken === null) return undefined
    const timer = setTimeout(() => { setSpoken(null) }, Math.max(SHOWN_MS, spoken.text.length * LETTER_MS))
    return () => { clearTimeout(timer) }
  }, [spoken])
  const say = useCallback((text: string) => { setSpoken((before) => ({ text, count: (before?.count ?? 0) + 1 })) }, [])
  return { spoken, say }
}

export function Feedback({ spoken }: { readonly spoken: Spoken | null }) {
  return <div className="feedback" role="status">{spoken === null ? null : <span>{spoken.text}</span>}</div>
}

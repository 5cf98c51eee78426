import { useEffect, useRef, useState } from 'react'
import type { Result } from '../../shared/result.ts'

/** Asks again and again while somebody looks at it; null until the first answer. */
export function useLooks<T>(everyMs: number, ask: () => Promise<Result<T>>): T | null {
  const [seen, setSeen] = useState<T | null>(null)
  const newest = useRef(ask)
  useEffect(() => { newest.current = ask })
  useEffect(() => {
    let isOver = false
    const look = () => { void newest.current().then((answer) => { if (!isOver && answer.ok) setSeen(answer.value) }) }
    look()
    const timer = setInterval(look, everyMs)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [everyMs])
  return seen
}

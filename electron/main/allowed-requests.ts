import { originOf } from './origins.ts'

/** Where the page may send requests: its own files, what it made itself, and the media server of this run. */
export interface RequestRules {
  readonly pageOrigin: string
  /** Null while no server runs. */
  readonly mediaOrigin: string | null
}

/** True when the page may send the request. The tools of the page are Electron's own and have requests of their own. */
export function isAllowedRequest(url: string, { pageOrigin, mediaOrigin }: RequestRules): boolean {
  if (/^(blob|devtools):/i.test(url)) return true
  // The development server speaks WebSocket on the page's own origin.
  const origin = originOf(url.replace(/^ws(s?):/i, 'http$1:'))
  return origin !== null && origin !== 'null' && (origin === pageOrigin || origin === mediaOrigin)
}

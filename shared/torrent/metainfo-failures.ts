import type { Result } from '../result.ts'
import { fail } from '../result.ts'

/** A field that is missing or contradicts another. */
export function damaged(field: string, what: string): Result<never> {
  return fail('metainfoDamaged', `the torrent is damaged: "${field}" ${what}`, { field })
}

/** A count or size above its limit. */
export function tooLarge(what: string, value: number | bigint, limit: number): Result<never> {
  const shown = String(value).slice(0, 40)
  return fail('metainfoTooLarge', `the torrent is too large: ${what} is ${shown}, the limit is ${String(limit)}`, { what, value: shown, limit })
}

import { CodedError } from './errors.ts'
import type { Result } from './result.ts'

/** The value of a result, for callers that are answered by throwing. Throws CodedError with the failure's code and words. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new CodedError(result.error)
  return result.value
}

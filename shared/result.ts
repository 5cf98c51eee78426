import type { AppError, ErrorCode, ErrorDetails } from './errors.ts'

/** The outcome of something that is expected to fail now and then. Bugs throw; expected failures are values. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError }

/** Wraps a value as success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** Wraps a code and a sentence as failure. The message says what happened, the value, and what the person can do. */
export function fail<T = never>(code: ErrorCode, message: string, details: ErrorDetails = {}): Result<T> {
  return { ok: false, error: { code, message, details } }
}

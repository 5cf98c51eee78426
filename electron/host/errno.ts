/** True for a system error with this code (`ENOENT`, `EACCES`, …). */
export function isErrno(thrown: unknown, code: string): boolean {
  return errnoOf(thrown) === code
}

/** The code of a system error; empty text for anything else. */
export function errnoOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
}

import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares a candidate with the token in a time that says nothing about either; without a token everything matches. */
export function createTokenCheck(token: string | null): (candidate: string) => boolean {
  if (token === null) return () => true
  const expected = digest(token)
  return (candidate) => timingSafeEqual(digest(candidate), expected)
}

/** Digests have one length, which timingSafeEqual asks for. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

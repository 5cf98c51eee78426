/** Counts tries in a row that came to nothing, by address. */
export interface FailureCount {
  failed(address: string): void
  succeeded(address: string): void
  /** True once after so many failures in a row; the count then begins anew. */
  takeHopeless(address: string): boolean
}

/** Tries in a row, a second or more apart, after which an address is forgotten. */
const MAX_FAILURES = 40
/** Addresses counted; the one that was first in the list is let go. */
const MAX_ADDRESSES = 2000

export function createFailureCount(): FailureCount {
  const failures = new Map<string, number>()
  return {
    failed: (address) => {
      failures.set(address, (failures.get(address) ?? 0) + 1)
      const [oldest] = failures.keys()
      if (failures.size > MAX_ADDRESSES && oldest !== undefined) failures.delete(oldest)
    },
    succeeded: (address) => { failures.delete(address) },
    takeHopeless: (address) => (failures.get(address) ?? 0) >= MAX_FAILURES && failures.delete(address),
  }
}

/** Which peers sent bad pieces; pure bookkeeping, keyed by address (`host:port` or `host`). */
export interface BanList {
  /** Every peer that contributed a block to a piece whose hash failed. Returns the peers banned by it, newly. */
  reportBadPiece(contributors: readonly string[]): readonly string[]
  isBanned(peer: string): boolean
  banned(): readonly string[]
}

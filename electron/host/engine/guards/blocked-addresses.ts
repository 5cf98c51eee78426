/** What the client's `blocked` option asks of every peer before it is dialled or let in. */
export interface BlockedAddresses {
  contains(host: string): boolean
}

export interface BlockedAddressesOptions {
  readonly allowLocal: boolean
  /** Hosts the person named; never blocked unless banned. */
  readonly named: readonly string[]
  readonly isBanned: (host: string) => boolean
}

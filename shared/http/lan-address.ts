/** The names under which a listener at one IP address answers; the first one is for URLs. RFC 3986 3.2.2. */
export function hostsAt(address: string, port: number): readonly string[] {
  const host = address.includes(':') ? `[${address}]` : address
  return port === HTTP_PORT ? [host, `${host}:${String(port)}`] : [`${host}:${String(port)}`]
}

/** URLs without a port mean this one (RFC 9110 4.2.1), and clients leave it out of Host. */
const HTTP_PORT = 80

/** False for addresses that mean every network of this computer, in any spelling: a listener there would be open to all. */
export function isOneAddress(address: string): boolean {
  return !/^[0:.]*$/.test(address.toLowerCase().replace('::ffff:', ''))
}

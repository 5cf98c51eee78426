/** The addresses of the small world in a network of its own; every one of them is on this computer's loopback interface there. */

/** Where strangers may be: documentation addresses, which the program takes for public ones. */
export const PUBLIC = { site: '203.0.113.1', peers: '203.0.113.128/25' } as const

/** One of the strangers' addresses: whoever is banned for what it did is not the next one. */
export const strangerAddress = (n: number) => `203.0.113.${String(128 + (n % 100))}`

/** Where no stranger may send us: this computer, local networks, the place of cloud metadata. */
export const FORBIDDEN = ['127.0.0.1', '::1', '10.1.2.3', '192.168.1.1', '172.16.5.5', '169.254.169.254', '100.64.1.1', 'fd00::7'] as const

/** The ports the hostile inputs name. */
export const FORBIDDEN_PORTS = [80, 9999] as const

/** Names like `ip-10-1-2-3.example.org` lead to the address in them, all others to the public site. */
export function addressOfName(name: string): string {
  return /^ip-(\d+)-(\d+)-(\d+)-(\d+)\./.exec(name)?.slice(1).join('.') ?? PUBLIC.site
}

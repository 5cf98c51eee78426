import { canonicalHost } from '../../../../shared/torrent/address.ts'
import { parseWebAddress } from '../../../../shared/torrent/web-address.ts'

/** The engine's search for a router that maps ports (UPnP), with the private names the guard replaces. */
export interface GuardableSearch {
  _parseResponse(text: string, ownAddress: string, from: { readonly address: string }): void
  search(kind: string, timeoutMs: number): Promise<unknown>
}

interface GuardableRouter {
  readonly url: string
  _getService(types: readonly string[]): Promise<unknown>
}

/**
 * Anybody in the local network may answer the search for a router. Such an answer may name the answering computer alone, and so may the
 * description behind it; whatever it makes the reader throw costs the mapping of a port. To be called right after the client was made.
 */
export function guardRouter(client: object): void {
  const upnp = valueOf(valueOf(client, 'natTraversal'), '_upnpClient')
  const search = valueOf(upnp, 'ssdp')
  if (isSearch(search)) guardSearch(search)
}

export function guardSearch(search: GuardableSearch): void {
  const { _parseResponse: parseResponse, search: find } = search
  search._parseResponse = function (this: GuardableSearch, text, ownAddress, from) {
    if (!isOwnLocation(text, from.address)) return
    try {
      parseResponse.call(this, text, ownAddress, from)
    } catch {
      // Somebody else may still answer well.
    }
  }
  search.search = async function (this: GuardableSearch, kind, timeoutMs) {
    const found = await find.call(this, kind, timeoutMs)
    const router = valueOf(found, 'device')
    if (isRouter(router)) guardDescription(router)
    return found
  }
}

function guardDescription(router: GuardableRouter): void {
  const getService = router._getService.bind(router)
  router._getService = async (types) => {
    const service = await getService(types)
    const host = hostOf(router.url)
    const named = [valueOf(service, 'controlURL'), valueOf(service, 'SCPDURL')].map((url) => (typeof url === 'string' ? hostOf(url) : null))
    if (host === null || named.some((each) => each !== host)) throw new Error('the router describes itself as another computer')
    return service
  }
}

/** An answer is a few lines of a header. */
const MAX_CHARS = 4096

/** True when an answer names the computer it came from and no other (UPnP device architecture 1.3.3). */
export function isOwnLocation(text: string, sender: string): boolean {
  const locations = text.length > MAX_CHARS ? [] : [...text.matchAll(/^location\s*:\s*(.*?)\s*$/gim)].map(([, location = '']) => hostOf(location))
  return locations.length === 1 && locations[0] === canonicalHost(sender)
}

function hostOf(url: string): string | null {
  const address = parseWebAddress(url)
  return address?.scheme === 'http' ? canonicalHost(address.host) : null
}

function valueOf(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined
}

function isSearch(value: unknown): value is GuardableSearch {
  return typeof valueOf(value, '_parseResponse') === 'function' && typeof valueOf(value, 'search') === 'function'
}

function isRouter(value: unknown): value is GuardableRouter {
  return typeof valueOf(value, 'url') === 'string' && typeof valueOf(value, '_getService') === 'function'
}

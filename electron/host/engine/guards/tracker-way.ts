import type { WayOut } from '../way-out.ts'

/** The engine hands a torrent's trackers what it calls options for a proxy; ours is the way everything goes. */
export function trackerOptions(way: WayOut): { readonly proxyOpts: { readonly socksProxy: null; readonly way: WayOut } } {
  return { proxyOpts: { socksProxy: null, way } }
}

/** The way of a tracker's client; null for one that nobody gave any. */
export function wayOf({ _proxyOpts: options }: { readonly _proxyOpts?: object | undefined }): WayOut | null {
  const way: unknown = options === undefined ? null : Reflect.get(options, 'way')
  return isWay(way) ? way : null
}

function isWay(value: unknown): value is WayOut {
  return typeof value === 'object' && value !== null && 'dialPeer' in value && 'containment' in value
}

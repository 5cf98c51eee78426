/** The page's own address. Everything that asks "is this our window?" compares with the origin given here. */
export const BUNDLE_SCHEME = 'app'
export const BUNDLE_HOST = 'bundle'

/** Where the page is loaded from and the origin its requests carry. */
export interface PageAddress {
  readonly url: string
  readonly origin: string
}

/** The built page, or the development server's when electron-vite names one. */
export function pageAddress(developmentUrl: string | undefined): PageAddress {
  if (developmentUrl === undefined || developmentUrl === '') return { url: `${BUNDLE_SCHEME}://${BUNDLE_HOST}/index.html`, origin: `${BUNDLE_SCHEME}://${BUNDLE_HOST}` }
  return { url: developmentUrl, origin: new URL(developmentUrl).origin }
}

/** Origin of a URL, also for our own scheme, which the URL standard calls opaque; null when it is no URL. */
export function originOf(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null) return null
  return parsed.protocol === `${BUNDLE_SCHEME}:` ? `${BUNDLE_SCHEME}://${parsed.host}` : parsed.origin
}

import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { BUNDLE_HOST, BUNDLE_SCHEME } from './origins.ts'

/** The files of the page by the path of their URL; nothing outside this table can be asked for. */
export type BundleFiles = ReadonlyMap<string, string>

/** Lists the files below the root. Throws when the page was not built. */
export async function listBundleFiles(root: string): Promise<BundleFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
  return new Map(files.map((file) => [`/${path.relative(root, file).split(path.sep).join('/')}`, file]))
}

/** The file a URL of ours stands for; null for everything else. `/` is the page itself. */
export function findBundleFile(files: BundleFiles, url: string): string | null {
  const { protocol, host, pathname } = new URL(url)
  if (protocol !== `${BUNDLE_SCHEME}:` || host !== BUNDLE_HOST) return null
  const name = pathname === '/' || pathname === '' ? '/index.html' : decodePath(pathname)
  return name === null ? null : (files.get(name) ?? null)
}

/**
 * Headers of every file of the page. The policy leaves nothing open but our own files and the loopback server. No opener policy: nobody opens
 * this page and it opens nobody (security.ts), and for such a header Chromium throws the window's process away and starts a second one.
 */
export function bundleHeaders(file: string): Record<string, string> {
  return {
    'Content-Type': CONTENT_TYPES.get(path.extname(file)) ?? 'application/octet-stream',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  }
}

/**
 * `blob:` for media and workers: the HLS part of video.js feeds Media Source Extensions from a worker; for pictures: those drawn here. Every port of
 * loopback, because the page may be there before the server has one; which it is, security.ts knows at each request.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: http://127.0.0.1:*",
  "font-src 'self'",
  "connect-src 'self' http://127.0.0.1:*",
  "media-src 'self' blob: http://127.0.0.1:*",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.map', 'application/json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.jpg', 'image/jpeg'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.mp4', 'video/mp4'],
])

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}

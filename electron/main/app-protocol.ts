import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import type { ProtocolResponse } from 'electron'
import { bundleHeaders, findBundleFile, listBundleFiles } from './bundle-files.ts'
import type { BundleFiles } from './bundle-files.ts'
import { BUNDLE_SCHEME } from './origins.ts'

/** Makes `app://` a real origin: secure, with fetch and streams. Must run before the app is ready. */
export function registerBundleScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: BUNDLE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }])
}

/** Serves the built page at `app://bundle/`. Throws when it was not built. */
export async function serveBundle(root: string): Promise<void> {
  const files = await listBundleFiles(root)
  // Not by protocol.handle: its first request makes Node read all of fetch, 20 ms of main while the window waits for its page.
  protocol.registerBufferProtocol(BUNDLE_SCHEME, ({ url, method }, answer) => { void answerFrom(files, url, method).then(answer) })
}

async function answerFrom(files: BundleFiles, url: string, method: string): Promise<ProtocolResponse> {
  const file = method === 'GET' ? findBundleFile(files, url) : null
  const data = file === null ? null : await readFile(file).catch(() => null)
  if (file === null || data === null) return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, data: NOT_FOUND }
  return { headers: bundleHeaders(file), data }
}

const NOT_FOUND = Buffer.from('not found')

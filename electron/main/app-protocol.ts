import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { bundleHeaders, findBundleFile, listBundleFiles } from './bundle-files.ts'
import { BUNDLE_SCHEME } from './origins.ts'

/** Makes `app://` a real origin: secure, with fetch and streams. Must run before the app is ready. */
export function registerBundleScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: BUNDLE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }])
}

/** Serves the built page at `app://bundle/`. Throws when it was not built. */
export async function serveBundle(root: string): Promise<void> {
  const files = await listBundleFiles(root)
  protocol.handle(BUNDLE_SCHEME, async ({ url, method }) => {
    const file = method === 'GET' ? findBundleFile(files, url) : null
    if (file === null) return new Response('not found', { status: 404, headers: { 'Content-Type': 'text/plain' } })
    return new Response(new Uint8Array(await readFile(file)), { headers: bundleHeaders(file) })
  })
}

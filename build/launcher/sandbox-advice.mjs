import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { say } from './say.mjs'

const RESTRICTION = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'

/**
 * Says what to type where the system forbids the page's sandbox (Ubuntu 23.10 and later do so for programs outside a
 * package): Chromium then stops at once with a message few can use. The sandbox is never switched off for it.
 */
export function adviseOnSandbox(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0 || !isRestricted()) return
  const helper = path.join(electron.folder, 'chrome-sandbox')
  if (!isSetuidRoot(helper)) say(`this system forbids the sandbox of the window; once and for all: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`)
}

function isRestricted() {
  try {
    return readFileSync(RESTRICTION, 'utf8').trim() === '1'
  } catch {
    return false // the file is there only where the restriction exists
  }
}

function isSetuidRoot(file) {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0
}

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { say } from './say.mjs'

/** Enough for the window at its first size and for window tests; 24 bit is what Chromium expects. */
const SCREEN = '1280x1024x24'

export const needsVirtualDisplay = (env = process.env, platform = process.platform) =>
  platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY

/**
 * Calls `action(env)` with an environment that has a display: ours if there is one, else that of an Xvfb which lives as
 * long as the action. Started directly and not through the xvfb-run script, because a shell that waits for its child
 * does not hand on a SIGTERM, and an Electron would stay behind.
 */
export async function withDisplay(env, action) {
  if (!needsVirtualDisplay(env)) return action(env)
  const display = await startVirtualDisplay()
  try {
    say(`no display here: using the virtual one ${display.env.DISPLAY}`)
    return await action({ ...env, ...display.env })
  } finally {
    await display.close()
  }
}

async function startVirtualDisplay() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-display-'))
  const authority = path.join(folder, 'authority')
  await writeFile(authority, authorityRecord(randomBytes(16)), { mode: 0o600 })
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const closed = new Promise(resolve => { server.once('close', resolve) })
  const killAtExit = () => server.kill()
  process.once('exit', killAtExit)
  const number = await readDisplayNumber(server)
  const close = async () => {
    process.off('exit', killAtExit)
    server.kill()
    await closed
    await rm(folder, { recursive: true, force: true })
  }
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, close }
}

function readDisplayNumber(server) {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('error', cause => reject(new Error('there is no display and no Xvfb: install the package xvfb, or set DISPLAY', { cause })))
    server.once('close', code => reject(new Error(`Xvfb ended with status ${code} before it offered a display`)))
    server.stdio[3].on('data', chunk => {
      text += chunk
      if (text.endsWith('\n')) resolve(text.trim())
    })
  })
}

/** One entry of an Xauthority file (Xau library): any host, any display, one MIT-MAGIC-COOKIE-1. Lengths are big-endian 16 bit. */
function authorityRecord(cookie) {
  const FAMILY_WILD = 0xffff
  const field = bytes => Buffer.concat([uint16(bytes.length), bytes])
  return Buffer.concat([uint16(FAMILY_WILD), field(Buffer.alloc(0)), field(Buffer.alloc(0)), field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(cookie)])
}

function uint16(value) {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

import { describe, expect, it } from 'vitest'
import { startOptionsSchema } from '../../shared/ipc/host-control.ts'
import { check } from '../../shared/ipc/schema.ts'
import type { Result } from '../../shared/result.ts'
import { settingsSchema } from '../../shared/ipc/contract.ts'
import { DEFAULT_PREFERENCES } from '../../shared/settings/settings.ts'
import { readStartWishes, toSettings, toStartOptions } from './start-options.ts'

const facts = { runId: 'r1', token: 'secret', ownerPid: 7, pageOrigin: 'app://bundle', demoPath: null, keptDir: '/home/me/Downloads/Millrace', tracePath: null, ffmpegPlaces: ['/usr/bin/ffmpeg'] }
const optionsOf = (words: readonly string[], env = {}) => toStartOptions(valueOf(readStartWishes(words, env, '/home/person')), facts, DEFAULT_PREFERENCES)

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

describe('the start of the media host', () => {
  it('has a token, any port and no folder of the person unless asked', () => {
    expect(optionsOf([])).toMatchObject({ token: 'secret', port: 0, portIsFixed: false, downloadDir: null, keep: false, allowLocal: false, peers: [] })
  })

  it('follows the flags as the headless mode does, among switches of the runtime', () => {
    const words = ['--disable-gpu', '--user-data-dir=/x', '--peer', '127.0.0.1:6881', '--allow-local', '--port', '8080', '--no-token', '--keep', '--download-dir', 'films', 'a.torrent']
    expect(optionsOf(words)).toMatchObject({
      token: null, port: 8080, portIsFixed: true, downloadDir: '/home/person/films', keep: true, allowLocal: true, peers: [{ host: '127.0.0.1', port: 6881 }],
    })
  })

  it('takes the folder of the command line before that of the environment', () => {
    const env = { TORRENT_DOWNLOAD_PATH: '/env', TORRENT_MAX_RETRIES: '0' }
    expect(optionsOf([], env)).toMatchObject({ downloadDir: '/env', metadataRetries: 0 })
    expect(optionsOf(['--download-dir', '/line'], env)).toMatchObject({ downloadDir: '/line' })
  })

  it('takes the folder of the settings where this start names none', () => {
    const chosen = (words: readonly string[]) => toStartOptions(valueOf(readStartWishes(words, {}, '/')), facts, { ...DEFAULT_PREFERENCES, downloadFolder: '/films' }).downloadDir
    expect([chosen([]), chosen(['--download-dir', '/line'])]).toEqual(['/films', '/line'])
  })

  it('passes the check at the other end of the port', () => {
    expect(check(startOptionsSchema, structuredClone(optionsOf(['--peer', '[::1]:1'])))).toMatchObject({ ok: true })
  })

  it('shows the page exactly the settings of the contract', () => {
    const settings = toSettings(valueOf(readStartWishes([], {}, '/')).settings, DEFAULT_PREFERENCES)
    expect(check(settingsSchema, settings)).toMatchObject({ ok: true })
  })

  it.each([[['--port', '99999'], {}], [[], { TORRENT_TIMEOUT: 'soon' }]])('is refused for %j %j', (words, env) => {
    expect(readStartWishes(words, env, '/')).toMatchObject({ ok: false })
  })
})

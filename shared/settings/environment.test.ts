import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'

const defaults = { downloadDir: null, cleanupIntervalMs: 1_800_000, maxTorrents: 25, metadataTimeoutMs: 120_000, metadataRetries: 4, discovery: 'all' }

describe('the environment', () => {
  it('has defaults for what is not set', () => {
    expect(readEnvironment({ PATH: '/bin' })).toEqual({ ok: true, value: defaults })
  })

  it.each([
    ['TORRENT_DOWNLOAD_PATH', '/films', { downloadDir: '/films' }],
    ['TORRENT_CLEANUP_INTERVAL', '0', { cleanupIntervalMs: 0 }],
    ['TORRENT_CLEANUP_INTERVAL', '2147483647', { cleanupIntervalMs: 2_147_483_647 }],
    ['TORRENT_MAX_CONNECTIONS', '1', { maxTorrents: 1 }],
    ['TORRENT_TIMEOUT', '1', { metadataTimeoutMs: 1 }],
    ['TORRENT_TIMEOUT', '0005000', { metadataTimeoutMs: 5000 }],
    ['TORRENT_MAX_RETRIES', '0', { metadataRetries: 0 }],
    ['TORRENT_DISCOVERY', 'trackers', { discovery: 'trackers' }],
  ])('%s=%s is read', (name, text, expected) => {
    expect(readEnvironment({ [name]: text })).toEqual({ ok: true, value: { ...defaults, ...expected } })
  })

  it.each([
    ['TORRENT_DOWNLOAD_PATH', ''],
    ['TORRENT_CLEANUP_INTERVAL', '-1'],
    ['TORRENT_CLEANUP_INTERVAL', '2147483648'],
    ['TORRENT_CLEANUP_INTERVAL', 'never'],
    ['TORRENT_MAX_CONNECTIONS', '0'],
    ['TORRENT_MAX_CONNECTIONS', '1001'],
    ['TORRENT_TIMEOUT', ''],
    ['TORRENT_TIMEOUT', '0'],
    ['TORRENT_TIMEOUT', '1000000001'],
    ['TORRENT_TIMEOUT', '1e5'],
    ['TORRENT_TIMEOUT', '1500.5'],
    ['TORRENT_TIMEOUT', ' 5000'],
    ['TORRENT_TIMEOUT', '0x1000'],
    ['TORRENT_TIMEOUT', '+5000'],
    ['TORRENT_TIMEOUT', '9'.repeat(400)],
    ['TORRENT_MAX_RETRIES', '101'],
    ['TORRENT_MAX_RETRIES', '4 times'],
    ['TORRENT_DISCOVERY', 'none'],
    ['TORRENT_DISCOVERY', ''],
  ])('%s=%j is refused by name', (name, text) => {
    const outcome = readEnvironment({ [name]: text })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'settingInvalid', details: { name } } })
    expect(!outcome.ok && outcome.error.message).toContain(name)
    expect(!outcome.ok && outcome.error.message.length).toBeLessThan(300)
  })

  it('tells what is allowed', () => {
    const outcome = readEnvironment({ TORRENT_TIMEOUT: 'soon' })
    expect(!outcome.ok && outcome.error.message).toBe('TORRENT_TIMEOUT is "soon", but must be a whole number from 1 to 1000000000 (milliseconds to find metadata and peers).')
  })

  it('never yields a number out of range', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const outcome = readEnvironment({ TORRENT_MAX_CONNECTIONS: text })
      if (outcome.ok) expect(outcome.value.maxTorrents).toSatisfy((count: number) => Number.isInteger(count) && count >= 1 && count <= 1000)
    }))
  })
})

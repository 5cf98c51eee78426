import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/** Environment variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The settings that are also environment variables. Times in milliseconds. */
export interface EnvironmentSettings {
  /** TORRENT_DOWNLOAD_PATH; null = a folder of this run below the system's temporary directory. */
  readonly downloadDir: string | null
  /** TORRENT_CLEANUP_INTERVAL; 0 = keep for ever. */
  readonly cleanupIntervalMs: number
  /** TORRENT_MAX_CONNECTIONS: torrents at once. */
  readonly maxTorrents: number
  /** TORRENT_TIMEOUT: time to find metadata and peers. */
  readonly metadataTimeoutMs: number
  /** TORRENT_MAX_RETRIES. */
  readonly metadataRetries: number
  /** TORRENT_DISCOVERY: `all`, or `trackers` for no DHT, no local discovery and no port mapping. */
  readonly discovery: 'all' | 'trackers'
}

/**
 * Reads the TORRENT_* variables; one that is not set has its default. Fails: settingInvalid, with the variable's name,
 * its value and what is allowed. Unknown TORRENT_* names are left alone: other programs use the prefix too.
 */
export function readEnvironment(env: Environment): Result<EnvironmentSettings> {
  const downloadDir = readFolder(env, 'TORRENT_DOWNLOAD_PATH')
  if (!downloadDir.ok) return downloadDir
  const cleanupIntervalMs = readCount(env, CLEANUP_INTERVAL)
  if (!cleanupIntervalMs.ok) return cleanupIntervalMs
  const maxTorrents = readCount(env, MAX_TORRENTS)
  if (!maxTorrents.ok) return maxTorrents
  const metadataTimeoutMs = readCount(env, METADATA_TIMEOUT)
  if (!metadataTimeoutMs.ok) return metadataTimeoutMs
  const metadataRetries = readCount(env, METADATA_RETRIES)
  if (!metadataRetries.ok) return metadataRetries
  const discovery = readDiscovery(env, 'TORRENT_DISCOVERY')
  if (!discovery.ok) return discovery
  return ok({
    discovery: discovery.value,
    downloadDir: downloadDir.value, cleanupIntervalMs: cleanupIntervalMs.value, maxTorrents: maxTorrents.value,
    metadataTimeoutMs: metadataTimeoutMs.value, metadataRetries: metadataRetries.value,
  })
}

interface CountVariable {
  readonly name: string
  readonly fallback: number
  readonly min: number
  readonly max: number
  readonly meaning: string
}

/** Longest wait of a timer, 2^31 - 1 ms = 24.8 days; a longer one fires at once. */
const MAX_TIMER_MS = 2_147_483_647

const CLEANUP_INTERVAL: CountVariable = { name: 'TORRENT_CLEANUP_INTERVAL', fallback: 1_800_000, min: 0, max: MAX_TIMER_MS, meaning: ' (milliseconds without activity, 0 = keep for ever)' }
/** 1000: more sessions than any computer's sockets carry. */
const MAX_TORRENTS: CountVariable = { name: 'TORRENT_MAX_CONNECTIONS', fallback: 25, min: 1, max: 1000, meaning: ' (torrents at once)' }
/** 1: how patient somebody is, is theirs to say; 1e9 ms = 11.5 days. */
const METADATA_TIMEOUT: CountVariable = { name: 'TORRENT_TIMEOUT', fallback: 120_000, min: 1, max: 1_000_000_000, meaning: ' (milliseconds to find metadata and peers)' }
const METADATA_RETRIES: CountVariable = { name: 'TORRENT_MAX_RETRIES', fallback: 4, min: 0, max: 100, meaning: '' }

function readCount(env: Environment, { name, fallback, min, max, meaning }: CountVariable): Result<number> {
  const text = env[name]
  if (text === undefined) return ok(fallback)
  const count = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  if (count >= min && count <= max) return ok(count)
  const allowed = `a whole number from ${String(min)} to ${String(max)}`
  return fail('settingInvalid', `${name} is ${JSON.stringify(text.slice(0, MAX_QUOTED_CHARS))}, but must be ${allowed}${meaning}.`, { name, allowed })
}

function readFolder(env: Environment, name: string): Result<string | null> {
  const text = env[name]
  if (text === undefined) return ok(null)
  const allowed = 'the path of a folder'
  return text !== '' && !text.includes('\0') ? ok(text) : fail('settingInvalid', `${name} is empty, but must be ${allowed}; leave it unset for a temporary folder.`, { name, allowed })
}

function readDiscovery(env: Environment, name: string): Result<'all' | 'trackers'> {
  const text = env[name] ?? 'all'
  if (text === 'all' || text === 'trackers') return ok(text)
  const allowed = '"all" or "trackers"'
  return fail('settingInvalid', `${name} is ${JSON.stringify(text.slice(0, MAX_QUOTED_CHARS))}, but must be ${allowed}.`, { name, allowed })
}

/** Enough of a wrong value to recognise it. */
const MAX_QUOTED_CHARS = 80

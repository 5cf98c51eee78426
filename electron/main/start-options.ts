import path from 'node:path'
import type { CommandLine } from '../../shared/cli/arguments.ts'
import { parseArguments } from '../../shared/cli/arguments.ts'
import type { Settings } from '../../shared/ipc/contract.ts'
import type { StartOptions } from '../../shared/ipc/host-control.ts'
import type { KeptFolders } from '../../shared/library/kept-folders.ts'
import { networkOf } from '../../shared/network/network-wish.ts'
import type { Result } from '../../shared/result.ts'
import { ok } from '../../shared/result.ts'
import type { Environment, EnvironmentSettings } from '../../shared/settings/environment.ts'
import { readEnvironment } from '../../shared/settings/environment.ts'
import type { Preferences } from '../../shared/settings/settings.ts'

/** What was asked for at the start: the command line goes before the environment. */
export interface StartWishes {
  readonly line: CommandLine
  readonly settings: EnvironmentSettings
}

/** Reads both. Switches of the window's own runtime are left alone. Fails: argumentInvalid, settingInvalid. */
export function readStartWishes(words: readonly string[], env: Environment, cwd: string): Result<StartWishes> {
  const line = parseArguments(words, { unknownOptions: 'ignore' })
  if (!line.ok) return line
  const fromEnvironment = readEnvironment(env)
  if (!fromEnvironment.ok) return fromEnvironment
  const chosen = line.value.downloadDir ?? fromEnvironment.value.downloadDir
  return ok({ line: line.value, settings: { ...fromEnvironment.value, downloadDir: chosen === null ? null : path.resolve(cwd, chosen) } })
}

/** What only this start knows. */
export interface StartFacts {
  /** Names this run; also the folder of its data. */
  readonly runId: string
  /** Secret first segment of every media URL. */
  readonly token: string
  readonly ownerPid: number
  readonly pageOrigin: string
  readonly demoPath: string | null
  /** Where kept films go unless the person chose another folder. */
  readonly keptDir: string
  readonly ffmpegPlaces: readonly string[]
  readonly tracePath: string | null
}

/** Everything the media host is told. */
export function toStartOptions({ line, settings }: StartWishes, facts: StartFacts, preferences: Preferences): StartOptions {
  return {
    ...settings,
    downloadDir: settings.downloadDir ?? preferences.downloadFolder,
    runId: facts.runId,
    waitsForFolder: true,
    ownerPid: facts.ownerPid,
    keep: line.keep,
    ...keptPlaces(preferences, facts.keptDir),
    port: line.port,
    portIsFixed: line.port !== 0,
    token: line.noToken ? null : facts.token,
    allowedOrigins: [facts.pageOrigin],
    allowLocal: line.allowLocal,
    peers: line.peers.map(({ host, port }) => ({ host, port })),
    tracePath: facts.tracePath,
    demoPath: facts.demoPath,
    storageLimitBytes: preferences.storageLimitBytes,
    network: networkOf(preferences),
    ffmpegPlaces: [...facts.ffmpegPlaces],
  }
}

/** Where kept films go, and where else they may lie. */
export function keptPlaces({ keptFolder, formerKeptFolders }: KeptFolders, usual: string): { readonly keptDir: string; readonly formerKeptDirs: string[] } {
  return { keptDir: keptFolder ?? usual, formerKeptDirs: [...(keptFolder === null ? [] : [usual]), ...formerKeptFolders] }
}

/** The settings as the page sees them. */
export function toSettings(settings: EnvironmentSettings, preferences: Preferences): Settings {
  const { downloadDir, cleanupIntervalMs, maxTorrents, metadataTimeoutMs, metadataRetries } = settings
  return { downloadDir, cleanupIntervalMs, maxTorrents, metadataTimeoutMs, metadataRetries, ...preferences }
}

import type { Settings, settingsPatchSchema } from '../ipc/contract.ts'
import { check, integer, object } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { DEFAULT_KEYS } from '../keys/key-settings.ts'
import { DEFAULT_NETWORK } from '../network/network-wish.ts'
import type { Result } from '../result.ts'
import { fail } from '../result.ts'
import { DEFAULT_LOOK, subtitleLookSchema } from '../subtitles/look.ts'
import { preferenceFields } from './preference-fields.ts'

const preferencesSchema = object(preferenceFields)
/** What the person chose inside the program; the rest of the settings comes from the command line and the environment. */
export type Preferences = Pick<Settings, keyof typeof preferenceFields>
/** A change to some of them. */
export type SettingsPatch = ValueOf<typeof settingsPatchSchema>

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system', language: 'system', keys: DEFAULT_KEYS, volume: 1, muted: false, clearVoices: false, nightMode: false, soundDelayMs: 0, ffmpegPath: null, warmSeek: true, resume: true, autoNext: true, notifications: true, foreignLinks: 'ask', linksOffered: false, subtitles: DEFAULT_LOOK, subtitlesShown: false,
  downLimitBytesPerSec: null, upLimitBytesPerSec: null, automaticSpeed: false, paused: false, downloadFolder: null, keptFolder: null, formerKeptFolders: [], storageLimitBytes: null, afterWatching: 'idle', mpvPath: null, vlcPath: null, tray: false, ...DEFAULT_NETWORK,
}

/** A field that is new gets its default when the file lacks it; this rises when a field changes its meaning or goes. */
export const CURRENT_VERSION = 5

/** Reads the content of the settings file; what an earlier version did not know has its default. Fails: invalidMessage when it is damaged or from a later version. */
export function parsePreferences(content: unknown): Result<Preferences> {
  if (typeof content !== 'object' || content === null) return fail('invalidMessage', 'the settings are no object')
  const { version, ...fields } = { version: null, ...content }
  const known = check(integer(1, CURRENT_VERSION), version)
  if (!known.ok) return known
  return check(preferencesSchema, { ...DEFAULT_PREFERENCES, ...(known.value < SHOWN_SINCE ? { subtitlesShown: namesLanguage(fields) } : {}), ...fields })
}

/** Before this version a language of subtitles was at once the wish to see them. */
const SHOWN_SINCE = 5

function namesLanguage(fields: { readonly subtitles?: unknown }): boolean {
  const look = check(subtitleLookSchema, fields.subtitles)
  return look.ok && look.value.language !== null
}

/** The content of the settings file. What keeps traffic on one way comes first, so that a file that was cut still says it. */
export function formatPreferences(preferences: Preferences): Preferences & { readonly version: number } {
  const { proxy, networkInterface, ...others } = preferences
  return { version: CURRENT_VERSION, proxy, networkInterface, ...others }
}

/** The preferences after a change; a field that is not named stays. */
export function applyPatch(preferences: Preferences, patch: SettingsPatch | Partial<Preferences>): Preferences {
  return { ...preferences, ...patch }
}

import type { Settings } from '../ipc/contract.ts'
import { settingsPatchSchema } from '../ipc/contract.ts'
import { boolean, check, literal, number, object, picklist } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import type { Result } from '../result.ts'
import { ok } from '../result.ts'

/** What the person chose inside the program; the rest of the settings comes from the command line and the environment. */
export type Preferences = Pick<Settings, 'theme' | 'volume' | 'muted'>
/** A change to some of them. */
export type SettingsPatch = ValueOf<typeof settingsPatchSchema>

export const DEFAULT_PREFERENCES: Preferences = { theme: 'system', volume: 1, muted: false }

/** Reads the content of the settings file. Fails: invalidMessage when it is damaged or from a later version. */
export function parsePreferences(content: unknown): Result<Preferences> {
  const stored = check(storedSchema, content)
  if (!stored.ok) return stored
  const { theme, volume, muted } = stored.value
  return ok({ theme, volume, muted })
}

/** The content of the settings file. */
export function formatPreferences({ theme, volume, muted }: Preferences): ValueOf<typeof storedSchema> {
  return { version: CURRENT_VERSION, theme, volume, muted }
}

/** The preferences after a change; a field that is not named stays. */
export function applyPatch(preferences: Preferences, patch: SettingsPatch): Preferences {
  return { ...preferences, ...patch }
}

/** A field added later gets a version of its own and a step here that reads the one before. */
const CURRENT_VERSION = 1
const storedSchema = object({
  version: literal(CURRENT_VERSION),
  theme: picklist(['system', 'light', 'dark']),
  volume: number(0, 1),
  muted: boolean(),
})

import type { Settings } from '../ipc/contract.ts'
import { settingsPatchSchema } from '../ipc/contract.ts'
import { boolean, check, literal, number, object, picklist } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { DEFAULT_LOOK, subtitleLookSchema } from '../subtitles/look.ts'
import type { Result } from '../result.ts'
import { ok } from '../result.ts'

/** What the person chose inside the program; the rest of the settings comes from the command line and the environment. */
export type Preferences = Pick<Settings, 'theme' | 'volume' | 'muted' | 'warmSeek' | 'subtitles'>
/** A change to some of them. */
export type SettingsPatch = ValueOf<typeof settingsPatchSchema>

export const DEFAULT_PREFERENCES: Preferences = { theme: 'system', volume: 1, muted: false, warmSeek: true, subtitles: DEFAULT_LOOK }

/** Reads the content of the settings file. Fails: invalidMessage when it is damaged or from a later version. */
export function parsePreferences(content: unknown): Result<Preferences> {
  const stored = check(storedSchema, upgraded(content))
  if (!stored.ok) return stored
  const { theme, volume, muted, warmSeek, subtitles } = stored.value
  return ok({ theme, volume, muted, warmSeek, subtitles })
}

/** The content of the settings file. */
export function formatPreferences({ theme, volume, muted, warmSeek, subtitles }: Preferences): ValueOf<typeof storedSchema> {
  return { version: CURRENT_VERSION, theme, volume, muted, warmSeek, subtitles }
}

/** The preferences after a change; a field that is not named stays. */
export function applyPatch(preferences: Preferences, patch: SettingsPatch): Preferences {
  return { ...preferences, ...patch }
}

/** A field added later gets a version of its own and a step here that reads the one before. */
const CURRENT_VERSION = 3
const firstFields = { theme: picklist(['system', 'light', 'dark']), volume: number(0, 1), muted: boolean() }
const secondFields = { ...firstFields, warmSeek: boolean() }
const storedSchema = object({ version: literal(CURRENT_VERSION), ...secondFields, subtitles: subtitleLookSchema })
const schemaOfVersion1 = object({ version: literal(1), ...firstFields })
const schemaOfVersion2 = object({ version: literal(2), ...secondFields })

/** Content of an earlier version as this one would have written it; anything else as it is. */
function upgraded(content: unknown): unknown {
  const first = check(schemaOfVersion1, content)
  if (first.ok) return upgraded({ ...first.value, version: 2, warmSeek: DEFAULT_PREFERENCES.warmSeek })
  const second = check(schemaOfVersion2, content)
  return second.ok ? { ...second.value, version: CURRENT_VERSION, subtitles: DEFAULT_LOOK } : content
}

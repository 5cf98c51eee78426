import type { Log } from '../../shared/log.ts'
import type { Preferences, SettingsPatch } from '../../shared/settings/settings.ts'
import { DEFAULT_PREFERENCES, applyPatch, formatPreferences, parsePreferences } from '../../shared/settings/settings.ts'
import { createJsonFile } from './json-file.ts'

/** The person's preferences, in memory and on disk. */
export interface SettingsStore {
  readonly get: () => Preferences
  /** Changes at once; the disk follows. */
  readonly update: (patch: SettingsPatch | Partial<Preferences>) => Preferences
  readonly close: () => Promise<void>
}

/** Reads the file once; defaults when there is none. */
export async function openSettingsStore(file: string, log: Log): Promise<SettingsStore> {
  const record = createJsonFile({ file, parse: parsePreferences, format: formatPreferences, fallback: DEFAULT_PREFERENCES, log })
  let current = await record.read()
  return {
    get: () => current,
    update: (patch) => {
      current = applyPatch(current, patch)
      void record.write(current)
      return current
    },
    close: record.close,
  }
}

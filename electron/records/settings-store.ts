import type { AppError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import type { Preferences, SettingsPatch } from '../../shared/settings/settings.ts'
import { DEFAULT_PREFERENCES, applyPatch, formatPreferences, parsePreferences } from '../../shared/settings/settings.ts'
import { rescuePreferences } from '../../shared/settings/rescue.ts'
import { createJsonFile } from './json-file.ts'

/** The person's preferences, in memory and on disk. */
export interface SettingsStore {
  readonly get: () => Preferences
  /** Changes at once; the disk follows. */
  readonly update: (patch: SettingsPatch | Partial<Preferences>) => Preferences
  /** What the person is to be told of a file that had to be mended, once; null afterwards and otherwise. */
  readonly takeProblem: () => AppError | null
  readonly close: () => Promise<void>
}

/** Reads the file once; defaults when there is none. */
export async function openSettingsStore(file: string, log: Log): Promise<SettingsStore> {
  let problem: AppError | null = null
  const record = createJsonFile({
    file, parse: parsePreferences, format: formatPreferences, fallback: DEFAULT_PREFERENCES, log,
    rescue: (content, text) => {
      const rescued = rescuePreferences(content, text)
      problem = rescued.problem
      return rescued.preferences
    },
  })
  let current = await record.read()
  return {
    get: () => current,
    update: (patch) => {
      current = applyPatch(current, patch)
      void record.write(current)
      return current
    },
    takeProblem: () => {
      const taken = problem
      problem = null
      return taken
    },
    close: record.close,
  }
}

import type { AppError } from '../errors.ts'
import { check } from '../ipc/schema.ts'
import type { Schema } from '../ipc/schema.ts'
import { DEFAULT_KEYS, keySettingsSchema } from '../keys/key-settings.ts'
import { DEFAULT_LOOK, subtitleLookSchema } from '../subtitles/look.ts'
import type { Preferences } from './settings.ts'
import { CURRENT_VERSION, DEFAULT_PREFERENCES, parsePreferences } from './settings.ts'

/** What could be saved of a settings file that is not as it should be. */
export interface Rescued {
  readonly preferences: Preferences
  /** What the person is told. */
  readonly problem: AppError
}

/**
 * Stands for an interface that was chosen and cannot be read any more, or for a proxy: no system has one of this name, so nothing goes
 * out before the person chooses again.
 */
export const UNREADABLE_INTERFACE = '?'

/** Names a bug report shows; a file full of nonsense has more. */
const MAX_NAMES = 20

/**
 * Keeps every field that can be understood and gives the others their defaults. What was to keep traffic on one way and cannot be read
 * closes every way instead. `text`: the file as it was, which may be no JSON (`content` undefined then); null where it could not be read, so
 * that nobody knows what it said.
 */
export function rescuePreferences(content: unknown, text: string | null): Rescued {
  const isWhole = typeof content !== 'object' || content === null || Array.isArray(content)
  const { kept, lost } = isWhole ? { kept: {}, lost: [] } : rescueFields(content)
  const closesWay = isWhole ? text === null || !NAMES_NO_WAY.test(text) : lost.some((name) => name === 'proxy' || name === 'networkInterface')
  const rescued = parsePreferences({ version: CURRENT_VERSION, ...kept, ...(closesWay ? { networkInterface: UNREADABLE_INTERFACE } : {}) })
  const preferences = rescued.ok ? rescued.value : DEFAULT_PREFERENCES
  return { preferences, problem: { code: 'settingsMended', message: isWhole ? 'the settings file could not be read' : 'the settings file was understood in part', details: { isWhole, closesWay, count: lost.length, lost: lost.slice(0, MAX_NAMES).join(', ') } } }
}

/** Neither a proxy nor an interface, as `formatPreferences` writes that. Where a broken file says anything else, or nothing, nobody knows whether one was chosen. */
const NAMES_NO_WAY = /"proxy"\s*:\s*null\s*,\s*"networkInterface"\s*:\s*null\s*[,}]/

interface Parts {
  readonly kept: object
  readonly lost: readonly string[]
}

function rescueFields(content: object): Parts {
  const { version, subtitles, keys, ...others }: { readonly version?: unknown; readonly subtitles?: unknown; readonly keys?: unknown } = content
  const look = rescueObject(subtitleLookSchema, DEFAULT_LOOK, subtitles)
  const own = rescueObject(keySettingsSchema, DEFAULT_KEYS, keys, fittingKeys)
  // What an earlier version meant is said by its number, so it comes first.
  const mended = { version: isKnownVersion(version) ? version : CURRENT_VERSION, ...others, ...(subtitles === undefined ? {} : { subtitles: look?.kept ?? subtitles }), ...(keys === undefined ? {} : { keys: own?.kept ?? keys }) }
  const { kept, lost } = pickFields((candidate) => parsePreferences(candidate).ok, mended)
  return { kept, lost: [...lost, ...(look?.lost.length ? ['subtitles'] : []), ...(own?.lost.length ? ['keys'] : [])] }
}

function isKnownVersion(version: unknown): boolean {
  return parsePreferences({ version }).ok
}

/** The fields of an object inside the settings; null where there is none to look into. */
function rescueObject<T extends object>(schema: Schema<T>, fallback: T, value: unknown, lookInto: (fields: object) => Parts = (kept) => ({ kept, lost: [] })): Parts | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const inside = lookInto(value)
  const { kept, lost } = pickFields((candidate) => check(schema, { ...fallback, ...candidate }).ok, inside.kept)
  return { kept: { ...fallback, ...kept }, lost: [...inside.lost, ...lost] }
}

/** Of the keys a person set, those of actions there are. */
function fittingKeys(fields: object): Parts {
  const { own }: { readonly own?: unknown } = fields
  if (!Array.isArray(own)) return { kept: fields, lost: [] }
  const fitting = own.filter((each: unknown) => check(keySettingsSchema, { ...DEFAULT_KEYS, own: [each] }).ok)
  return { kept: { ...fields, own: fitting }, lost: fitting.length === own.length ? [] : ['own'] }
}

/** Takes field after field as long as all that was taken fits. */
function pickFields(fits: (candidate: object) => boolean, fields: object): Parts {
  const lost: string[] = []
  let kept: object = {}
  for (const [name, value] of Object.entries(fields)) {
    const candidate = { ...kept, [name]: value }
    if (fits(candidate)) kept = candidate
    else lost.push(name)
  }
  return { kept, lost }
}

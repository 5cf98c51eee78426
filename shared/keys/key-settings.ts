import { list, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { ACTION_IDS, isFixed } from './actions.ts'
import type { ActionId } from './actions.ts'
import { PRESET_IDS, PRESETS } from './presets.ts'

const MAX_NAME_CHARS = 40
/** More keys for one thing than anybody presses. */
export const MAX_KEYS = 6

/** A preset, and what the person set otherwise: an action named here has these keys and no others. */
export const keySettingsSchema = object({
  preset: picklist(PRESET_IDS),
  own: list(object({ action: picklist(ACTION_IDS), keys: list(text(MAX_NAME_CHARS), MAX_KEYS) }), ACTION_IDS.length),
})
export type KeySettings = ValueOf<typeof keySettingsSchema>

export const DEFAULT_KEYS: KeySettings = { preset: 'default', own: [] }

/** The keys set for an action, whether or not another action has taken them. */
export function keysSet({ preset, own }: KeySettings, id: ActionId): readonly string[] {
  return own.find(({ action }) => action === id)?.keys ?? PRESETS[preset][id]
}

/** Gives an action one more key. The newest wish wins: another action the person gave it to loses it. At most MAX_KEYS, else unchanged. */
export function addKey(settings: KeySettings, id: ActionId, key: string): KeySettings {
  const keys = keysSet(settings, id)
  if (isFixed(id) || keys.includes(key) && isOwn(settings, id) || keys.length >= MAX_KEYS) return settings
  const others = settings.own.map(({ action, keys: theirs }) => ({ action, keys: theirs.filter((each) => each !== key) }))
  return withOwn({ ...settings, own: others }, id, [...keys.filter((each) => each !== key), key])
}

/** Takes a key from an action. */
export function removeKey(settings: KeySettings, id: ActionId, key: string): KeySettings {
  return isFixed(id) ? settings : withOwn(settings, id, keysSet(settings, id).filter((each) => each !== key))
}

/** The preset's keys again, for one action. */
export function resetKeys(settings: KeySettings, id: ActionId): KeySettings {
  return { ...settings, own: settings.own.filter(({ action }) => action !== id) }
}

/** True when the person set the keys of this action. */
export function isOwn({ own }: KeySettings, id: ActionId): boolean {
  return own.some(({ action }) => action === id)
}

function withOwn(settings: KeySettings, id: ActionId, keys: readonly string[]): KeySettings {
  return { ...settings, own: [...resetKeys(settings, id).own, { action: id, keys: [...keys] }] }
}

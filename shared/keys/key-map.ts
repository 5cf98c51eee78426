import { ACTION_IDS, ACTIONS } from './actions.ts'
import type { ActionId, PlayerAction } from './actions.ts'
import { DIGITS, keyName } from './key-name.ts'
import type { KeyPress } from './key-name.ts'
import { isOwn, keysSet } from './key-settings.ts'
import type { KeySettings } from './key-settings.ts'

/** What the keys mean now. */
export interface KeyMap {
  /** The keys that do this, best known first; none that another action has taken. */
  keysOf(id: ActionId): readonly string[]
  /** What a key does; null when it is not ours. `Digits` stands for each digit that means nothing else. */
  find(key: string): ActionId | null
}

/** Reads the settings: a key the person chose goes before a preset's, and the first action of the table before a later one. */
export function createKeyMap(settings: KeySettings): KeyMap {
  const order = ACTION_IDS.toSorted((a, b) => Number(isOwn(settings, b)) - Number(isOwn(settings, a)))
  const owners = new Map<string, ActionId>()
  for (const id of order) for (const key of keysSet(settings, id)) if (!owners.has(key)) owners.set(key, id)
  return {
    keysOf: (id) => keysSet(settings, id).filter((key) => owners.get(key) === id),
    find: (key) => owners.get(key) ?? (/^\d$/u.test(key) ? owners.get(DIGITS) ?? null : null),
  }
}

/** A key that two actions are set to. */
export interface KeyConflict {
  readonly key: string
  readonly wins: ActionId
  readonly loses: readonly ActionId[]
}

/** Every key that is set for more than one action, and which of them it means. */
export function keyConflicts(settings: KeySettings): readonly KeyConflict[] {
  const map = createKeyMap(settings)
  const keys = new Set(ACTION_IDS.flatMap((id) => keysSet(settings, id)))
  return [...keys].flatMap((key) => {
    const wins = map.find(key)
    const loses = ACTION_IDS.filter((id) => id !== wins && keysSet(settings, id).includes(key))
    return wins === null || loses.length === 0 ? [] : [{ key, wins, loses }]
  })
}

/** What a press means: the action's name, and for the player what it is to do. Null when it is not ours. */
export function actionOfPress(map: KeyMap, press: KeyPress): { readonly id: ActionId; readonly action: PlayerAction | null } | null {
  const key = keyName(press)
  const id = key === null ? null : map.find(key)
  if (id === null) return null
  return { id, action: id === 'tenths' ? { kind: 'seekToShare', share: Number(key) / 10 } : ACTIONS[id].action }
}

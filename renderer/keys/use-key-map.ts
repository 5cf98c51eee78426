import { useMemo } from 'react'
import type { ActionId } from '../../shared/keys/actions.ts'
import type { KeyMap } from '../../shared/keys/key-map.ts'
import { createKeyMap } from '../../shared/keys/key-map.ts'
import { DEFAULT_KEYS } from '../../shared/keys/key-settings.ts'
import { keyWord } from '../../shared/text/key-words.ts'
import { useApp } from '../state/app-context.tsx'

/** What the keys mean now, as the settings have it. */
export function useKeyMap(): KeyMap {
  const keys = useApp((state) => state.settings?.keys ?? DEFAULT_KEYS)
  return useMemo(() => createKeyMap(keys), [keys])
}

/** The best known key of an action, for a tooltip; empty when it has none. */
export function useShortcut(id: ActionId): string {
  const [key] = useKeyMap().keysOf(id)
  return key === undefined ? '' : keyWord(key)
}

import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Bridge } from '../bridge.ts'
import type { Opener } from '../open/create-opener.ts'
import type { AppState, AppStore } from './store.ts'

/** What every part of the window may use. */
export interface AppParts {
  readonly bridge: Bridge
  readonly store: AppStore
  readonly opener: Opener
}

const AppContext = createContext<AppParts | null>(null)

export function AppProvider({ parts, children }: { readonly parts: AppParts; readonly children: ReactNode }) {
  return <AppContext value={parts}>{children}</AppContext>
}

/** The bridge, the store and the opener. */
export function useParts(): AppParts {
  const parts = useContext(AppContext)
  if (parts === null) throw new Error('used outside AppProvider')
  return parts
}

/** One value of the state; renders again when it changes (Object.is). */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useParts().store, select)
}

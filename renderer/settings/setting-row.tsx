import type { ReactNode } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { IconButton } from '../ui/button.tsx'

interface SettingRowProps {
  readonly words: { readonly name: string; readonly why: string }
  readonly control: ReactNode
  readonly isDefault?: boolean
  /** Absent where there is nothing to choose here. */
  readonly reset?: () => void
}

/** One setting: its name, a sentence, its control, and the way back to the default while it is another one. */
export function SettingRow({ words, control, isDefault = true, reset }: SettingRowProps) {
  return (
    <div className="setting">
      <div className="setting-words">
        <p className="setting-name">{words.name}</p>
        <p className="setting-why">{words.why}</p>
      </div>
      <div className="setting-control">
        {isDefault || !reset ? null : <IconButton icon="replay" label={catalogue.settings.toDefault(words.name)} onClick={reset} />}
        {control}
      </div>
    </div>
  )
}

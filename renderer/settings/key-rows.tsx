import { useState } from 'react'
import { ACTION_GROUPS, ACTION_IDS, ACTIONS, isFixed } from '../../shared/keys/actions.ts'
import type { ActionId } from '../../shared/keys/actions.ts'
import { createKeyMap } from '../../shared/keys/key-map.ts'
import type { KeyMap } from '../../shared/keys/key-map.ts'
import { addKey, DEFAULT_KEYS, isOwn, keysSet, MAX_KEYS, removeKey, resetKeys } from '../../shared/keys/key-settings.ts'
import type { KeySettings } from '../../shared/keys/key-settings.ts'
import { PRESET_IDS } from '../../shared/keys/presets.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { keyWord } from '../../shared/text/key-words.ts'
import { KeyCaps } from '../keys/key-caps.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { ChoiceControl } from './controls.tsx'
import { KeyCapture } from './key-capture.tsx'
import { matchesSetting } from './match-setting.ts'
import { SettingRow } from './setting-row.tsx'
import { headingOf } from './settings-index.tsx'

interface KeyRowsProps {
  readonly keys: KeySettings
  readonly query: string
  readonly onChange: (keys: KeySettings) => void
}

const words = catalogue.keys

/** Whether anything here fits what is searched for. */
export function keysFit(query: string): boolean {
  return fits(query, words.preset.name, words.preset.why) || ACTION_IDS.some((id) => fits(query, words.actions[id]))
}

function fits(query: string, ...texts: readonly string[]): boolean {
  return matchesSetting([catalogue.settings.groups.keys, ...texts].join(' '), query)
}

/** Settings > Keys: the preset, and under it every action with its keys. */
export function KeyRows({ keys, query, onChange }: KeyRowsProps) {
  const map = createKeyMap(keys)
  const groups = ACTION_GROUPS.map((group) => ({ group, ids: ACTION_IDS.filter((id) => ACTIONS[id].group === group && fits(query, words.actions[id])) })).filter(({ ids }) => ids.length > 0)
  const showsPreset = fits(query, words.preset.name, words.preset.why)
  if (groups.length === 0 && !showsPreset) return null
  return (
    <section aria-labelledby={headingOf('keys')}>
      <header className="section-head"><h2 id={headingOf('keys')} tabIndex={-1}>{catalogue.settings.groups.keys}</h2></header>
      {showsPreset ? (
        <div className="setting-group">
          <SettingRow words={words.preset} isDefault={keys.preset === DEFAULT_KEYS.preset} reset={() => { onChange({ ...keys, preset: DEFAULT_KEYS.preset }) }}
            control={<ChoiceControl name={words.preset.name} chosen={keys.preset} choices={PRESET_IDS.map((value) => ({ value, name: words.presets[value] }))} onChange={(preset) => { onChange({ ...keys, preset }) }} />} />
          <SettingRow words={words.resetAll} control={<Button disabled={keys.own.length === 0} onClick={() => { onChange({ ...keys, own: [] }) }}>{words.resetAll.button}</Button>} />
        </div>
      ) : null}
      {groups.map(({ group, ids }) => (
        <div key={group}>
          <h3 className="key-group-name">{words.groups[group]}</h3>
          <div className="setting-group">{ids.map((id) => <KeyRow key={id} id={id} keys={keys} map={map} onChange={onChange} />)}</div>
        </div>
      ))}
    </section>
  )
}

function KeyRow({ id, keys, map, onChange }: Omit<KeyRowsProps, 'query'> & { readonly id: ActionId; readonly map: KeyMap }) {
  const [asking, setAsking] = useState(false)
  const set = keysSet(keys, id)
  const name = words.actions[id]
  return (
    <div className="setting key-setting" data-action={id}>
      <p className="setting-name">{name}</p>
      <div className="setting-control">
        {isOwn(keys, id) ? <IconButton icon="replay" label={words.reset(name)} onClick={() => { onChange(resetKeys(keys, id)) }} /> : null}
        {set.length === 0 && !asking ? <span className="key-none">{words.none}</span> : null}
        {set.map((key) => <KeyChip key={key} id={id} name={key} means={map.find(key) ?? id} onRemove={() => { onChange(removeKey(keys, id, key)) }} />)}
        {asking ? <KeyCapture digits={id === 'tenths'} onDone={() => { setAsking(false) }} onKey={(key) => {
          setAsking(false)
          onChange(addKey(keys, id, key))
        }} /> : null}
        {isFixed(id) || asking ? null : <IconButton icon="plus" label={words.add(name)} disabled={set.length >= MAX_KEYS} onClick={() => { setAsking(true) }} />}
      </div>
    </div>
  )
}

/** A key of an action; struck out, with what it does instead, when another action has it. */
function KeyChip({ id, name, means, onRemove }: { readonly id: ActionId; readonly name: string; readonly means: ActionId; readonly onRemove: () => void }) {
  const taken = means !== id
  return (
    <span className="key-chip" data-taken={taken}>
      <KeyCaps name={name} />
      {taken ? <span className="key-taken">{words.takenBy(words.actions[means])}</span> : null}
      {isFixed(id) ? null : <button type="button" aria-label={words.remove(keyWord(name), words.actions[id])} title={words.remove(keyWord(name), words.actions[id])} onClick={onRemove}>×</button>}
    </span>
  )
}

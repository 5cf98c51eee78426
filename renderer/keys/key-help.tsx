import { ACTION_GROUPS, ACTION_IDS, ACTIONS } from '../../shared/keys/actions.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { KeyCaps } from './key-caps.tsx'
import { useKeyMap } from './use-key-map.ts'

/** Key "?": every key as it is set, and what it does. */
export function KeyHelp({ onClose, onChange }: { readonly onClose: () => void; readonly onChange: () => void }) {
  const map = useKeyMap()
  const words = catalogue.keys
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className="key-groups">
        {ACTION_GROUPS.map((group) => (
          <section key={group}>
            <h3>{words.groups[group]}</h3>
            <dl>
              {ACTION_IDS.filter((id) => ACTIONS[id].group === group && map.keysOf(id).length > 0).map((id) => (
                <div key={id} className="key-row">
                  <dt>{map.keysOf(id).map((key) => <KeyCaps key={key} name={key} />)}</dt>
                  <dd>{words.actions[id]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="key-change"><Button icon="keys" onClick={onChange}>{words.change}</Button></p>
      </div>
    </Dialog>
  )
}

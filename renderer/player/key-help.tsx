import { catalogue } from '../../shared/text/catalogue.ts'
import { Dialog } from '../ui/dialog.tsx'

/** Key "?": every key and what it does. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={catalogue.keys.title} onClose={onClose}>
      <div className="key-groups">
        {catalogue.keys.groups.map((group) => (
          <section key={group.name}>
            <h3>{group.name}</h3>
            <dl>
              {group.rows.map((row) => (
                <div key={row.does} className="key-row">
                  <dt>{row.keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
                  <dd>{row.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

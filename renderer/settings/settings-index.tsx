import { useEffect, useState } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'

const words = catalogue.settings
export type GroupId = keyof typeof words.groups

/** Id of a group's heading. */
export function headingOf(group: GroupId): string {
  return `settings-${group}`
}

/** The groups beside the settings, where there is room for it: which one is seen, and the way to each. */
export function SettingsIndex({ groups }: { readonly groups: readonly GroupId[] }) {
  const seen = useSeenGroup(groups)
  return (
    <nav className="settings-index" aria-label={words.title}>
      {groups.map((group) => <button key={group} type="button" aria-current={group === seen ? 'true' : undefined} onClick={() => { goTo(group) }}>{words.groups[group]}</button>)}
    </nav>
  )
}

function goTo(group: GroupId): void {
  const heading = document.getElementById(headingOf(group))
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}

/** Points from the window's top: a heading that is scrolled to comes to rest above it. */
const READ_FROM = 130

/** The group whose heading was passed last; the last one at the foot of the page, which its heading may never leave. */
function useSeenGroup(groups: readonly GroupId[]): GroupId | undefined {
  const [seen, setSeen] = useState(groups[0])
  useEffect(() => {
    const look = () => {
      const passed = groups.filter((group) => (document.getElementById(headingOf(group))?.getBoundingClientRect().top ?? Infinity) < READ_FROM)
      const isAtFoot = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 1
      setSeen((isAtFoot ? groups : passed).at(-1))
    }
    window.addEventListener('scroll', look, { passive: true })
    return () => { window.removeEventListener('scroll', look) }
  }, [groups])
  return seen !== undefined && groups.includes(seen) ? seen : groups[0]
}

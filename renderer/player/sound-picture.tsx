import { catalogue } from '../../shared/text/catalogue.ts'
import { Icon } from '../ui/icon.tsx'
import { Water } from '../ui/water.tsx'

/** What is seen while only sound plays. */
export function SoundPicture({ title }: { readonly title: string }) {
  return (
    <div className="sound-picture">
      <Water />
      <Icon name="sound" />
      <p dir="auto">{title}</p>
      <span>{catalogue.player.soundOnly}</span>
    </div>
  )
}

import type { ComponentProps } from 'react'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'
import { tooltip } from './tooltip.ts'

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'primary' | 'plain' | 'quiet'
  readonly icon?: IconName
}

/** A button with words, and an icon before them if there is one. */
export function Button({ kind = 'plain', icon, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button button-${kind}`} {...rest}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly icon: IconName
  /** The button's name for everybody who does not see the icon; also its tooltip. */
  readonly label: string
  /** The key that does the same, for the tooltip. */
  readonly shortcut?: string
}

/** A round button with an icon alone. */
export function IconButton({ icon, label, shortcut = '', ...rest }: IconButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={tooltip(label, shortcut)} {...rest}>
      <Icon name={icon} />
    </button>
  )
}

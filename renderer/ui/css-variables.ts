import type {} from 'react'

/** Lets `style` carry custom properties, the way a component hands numbers to its style sheet. */
declare module 'react' {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}

import { memo } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'

const { legend } = catalogue.stats

/** The planner's picture, one character a piece, as coloured cells with their legend. */
const KINDS: Readonly<Record<string, keyof typeof legend>> = { '#': 'have', U: 'urgent', A: 'ahead', E: 'edge', W: 'warm', '.': 'missing' }
const ORDER = ['have', 'urgent', 'ahead', 'edge', 'warm', 'missing'] as const

export function PiecePicture({ picture }: { readonly picture: string }) {
  return (
    <figure className="pieces">
      <div className="pieces-map" dir="ltr" role="img" aria-label={describe(picture)}>
        {[...picture].map((mark, place) => <Cell key={place} kind={kindOf(mark)} />)}
      </div>
      <figcaption className="pieces-legend">
        {ORDER.map((kind) => <span key={kind}><i data-kind={kind} />{legend[kind]}</span>)}
      </figcaption>
    </figure>
  )
}

/** Drawn again only when it changes: most of them never do. */
const Cell = memo(({ kind }: { readonly kind: keyof typeof legend }) => <i data-kind={kind} />)

function kindOf(mark: string): keyof typeof legend {
  return KINDS[mark] ?? 'missing'
}

function describe(picture: string): string {
  const counts = ORDER.map((kind) => ({ kind, count: [...picture].filter((mark) => kindOf(mark) === kind).length }))
  return `${catalogue.stats.mapLabel}: ${counts.filter(({ count }) => count > 0).map(({ kind, count }) => `${String(count)} ${legend[kind]}`).join(', ')}`
}

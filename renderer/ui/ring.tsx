interface RingProps {
  /** Whole per cent; null turns the ring without a number. */
  readonly percent: number | null
  readonly tone: 'water' | 'wait' | 'trouble'
}

const RADIUS = 44
const ROUND = 2 * Math.PI * RADIUS
/** The part of the ring that turns when there is no number. */
const TURNING_SHARE = 0.22

/** A ring that fills; a text beside it must say what it means, so it is silent for screen readers. */
export function Ring({ percent, tone }: RingProps) {
  const share = percent === null ? TURNING_SHARE : percent / 100
  return (
    <div className={`ring ring-${tone}`} data-turning={percent === null} aria-hidden="true">
      <svg viewBox="0 0 100 100">
        <circle cx="50" cy="50" r={RADIUS} className="ring-track" />
        <circle cx="50" cy="50" r={RADIUS} className="ring-fill" strokeDasharray={`${String(ROUND * share)} ${String(ROUND)}`} />
      </svg>
      {percent === null ? null : <span className="ring-number">{percent}<small>%</small></span>}
    </div>
  )
}

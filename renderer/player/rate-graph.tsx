import type { RateSample } from '../../shared/playback/rate-history.ts'
import { highestRate, rateLine } from '../../shared/playback/rate-history.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { formatRate } from '../../shared/text/numbers.ts'

const WIDTH = 240
const HEIGHT = 44

/** The rates of the last two minutes as two lines; time runs from left to right in every language. */
export function RateGraph({ samples }: { readonly samples: readonly RateSample[] }) {
  const most = highestRate(samples)
  const nowMs = samples.at(-1)?.atMs ?? 0
  const line = (pick: (sample: RateSample) => number) => rateLine(samples, pick, { nowMs, most, width: WIDTH, height: HEIGHT })
  const words = catalogue.stats
  return (
    <figure className="rates" dir="ltr">
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" role="img" aria-label={words.ratesLabel(formatRate(most))}>
        <path className="rates-up" d={line(({ upBytesPerSec }) => upBytesPerSec)} />
        <path className="rates-down" d={line(({ downBytesPerSec }) => downBytesPerSec)} />
      </svg>
      <figcaption><span className="rates-down">{words.down}</span><span className="rates-up">{words.up}</span><span className="rates-most">{words.most(formatRate(most))}</span></figcaption>
    </figure>
  )
}

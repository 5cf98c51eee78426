import { nullable, number, object, picklist } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'

const rate = nullable(number(0, 1e12))

/** What holds the speed back now. Rates in bytes a second of all torrents together, null = nothing does. */
export const speedStatusSchema = object({
  /** Of the automatic speed; see plan-speed.ts. */
  phase: picklist(['off', 'filling', 'measuring', 'sharing']),
  downBytesPerSec: rate,
  upBytesPerSec: rate,
  /** What the line was seen to bring; null while nobody measures. */
  lineBytesPerSec: rate,
})
export type SpeedStatus = ValueOf<typeof speedStatusSchema>

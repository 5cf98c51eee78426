import type { SpeedStatus } from '../../shared/network/speed-status.ts'
import { FIRST_SPEED, lowerLimit, planSpeed } from '../../shared/network/plan-speed.ts'
import type { SpeedFacts } from '../../shared/network/plan-speed.ts'

/** Holds the person's limits and, where they are wanted, the automatic ones: the lower of both is in force. */
export interface SpeedKeeper {
  /** In force at once. */
  setWish(wish: SpeedWish): void
  /** To be called twice a second. */
  tick(facts: SpeedFacts): void
  readonly status: () => SpeedStatus
}

export interface SpeedWish {
  readonly downBytesPerSec: number | null
  readonly upBytesPerSec: number | null
  readonly automatic: boolean
}

export function createSpeedKeeper(setLimits: (down: number | null, up: number | null) => void): SpeedKeeper {
  let wish: SpeedWish = { downBytesPerSec: null, upBytesPerSec: null, automatic: false }
  let plan = FIRST_SPEED
  let status: SpeedStatus = { phase: 'off', downBytesPerSec: null, upBytesPerSec: null, lineBytesPerSec: null }

  const enforce = () => {
    const automatic = wish.automatic ? plan : null
    const next: SpeedStatus = {
      phase: automatic?.phase ?? 'off',
      downBytesPerSec: lowerLimit(wish.downBytesPerSec, automatic?.downBytesPerSec ?? null),
      upBytesPerSec: lowerLimit(wish.upBytesPerSec, automatic?.upBytesPerSec ?? null),
      lineBytesPerSec: automatic?.lineBytesPerSec ?? null,
    }
    const before = status
    status = next
    if (next.downBytesPerSec !== before.downBytesPerSec || next.upBytesPerSec !== before.upBytesPerSec) setLimits(next.downBytesPerSec, next.upBytesPerSec)
  }

  return {
    status: () => status,
    setWish: (next) => {
      if (next.automatic && !wish.automatic) plan = FIRST_SPEED
      wish = next
      enforce()
    },
    tick: (facts) => {
      if (!wish.automatic) return
      plan = planSpeed(plan, facts)
      enforce()
    },
  }
}

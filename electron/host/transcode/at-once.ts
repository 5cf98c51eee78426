/** Runs so much work at a time; what comes later waits its turn, in order. */
export interface AtOnce {
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createAtOnce(max: number): AtOnce {
  const waiting: (() => void)[] = []
  let running = 0
  const takeTurn = async () => {
    if (running >= max) await new Promise<void>((resolve) => { waiting.push(resolve) })
    running += 1
  }
  const giveTurn = () => {
    running -= 1
    waiting.shift()?.()
  }
  return {
    run: async (work) => {
      await takeTurn()
      try {
        return await work()
      } finally {
        giveTurn()
      }
    },
  }
}

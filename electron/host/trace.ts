import { createWriteStream } from 'node:fs'
import type { EngineTrace } from './engine/engine-trace.ts'

/** What planner and picker were told and what they answered, as JSON lines, for replay; bounded, the newest part is lost when the bound is reached. */
export interface Trace {
  readonly record: EngineTrace | null
  close(): Promise<void>
}

/** A long evening of plans; a bug is found in less. */
const MAX_BYTES = 256 * 1024 * 1024

export function createTrace(file: string | null): Trace {
  if (file === null) return { record: null, close: () => Promise.resolve() }
  const stream = createWriteStream(file, { flags: 'w', mode: 0o600 })
  let bytes = 0
  let broken = false
  stream.on('error', () => { broken = true })
  return {
    record: (entry) => {
      const line = `${JSON.stringify({ atMs: Math.round(performance.now()), ...entry })}\n`
      bytes += line.length
      if (!broken && bytes < MAX_BYTES) stream.write(line)
    },
    close: () => new Promise((resolve) => { stream.end(() => { resolve() }) }),
  }
}

// `npm run replay TRACE.jsonl`: the window pictures of a trace, one line a plan. A trace is written when MILLRACE_TRACE
// names a file while the app or the headless mode runs.
import { createReadStream } from 'node:fs'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { replayLine } from './replay-trace.ts'

/** Leaves room for time, file and reason on a wide terminal. */
const PICTURE_CHARS = Math.max(40, (process.stdout.columns || 160) - 40)

async function replay(file: string): Promise<void> {
  let startMs: number | null = null
  let skipped = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const replayed = replayLine(line, startMs, PICTURE_CHARS)
    if (!replayed) { skipped++; continue }
    startMs ??= replayed.atMs
    process.stdout.write(`${replayed.text}\n`)
  }
  if (skipped > 0) process.stderr.write(`${String(skipped)} lines of ${file} are no trace entries\n`)
}

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('name a trace: npm run replay -- TRACE.jsonl (MILLRACE_TRACE=TRACE.jsonl npm start writes one)\n')
  process.exitCode = 2
} else {
  await replay(file).catch((error: unknown) => {
    process.stderr.write(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}

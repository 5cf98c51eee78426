import { execFile } from 'node:child_process'

/** What a finished tool left behind. `code` is null when it was ended by a signal. */
export interface ToolOutcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Longest time any single tool of the lab may take; the slowest known (a 100 s film) needs under 5 s. */
const TOOL_LIMIT_MS = 60_000

/** Text a tool may print before it is ended. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024

/** Runs a program to its end and answers with its exit code and output; throws only when it cannot be started. */
export function runTool(program: string, args: readonly string[], limitMs = TOOL_LIMIT_MS): Promise<ToolOutcome> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      if (child.pid === undefined) return reject(new Error(`${program} cannot be started: install it`, { cause: error }))
      resolve({ code: child.exitCode, stdout, stderr })
    })
    child.stdin?.end()
  })
}

/** As runTool, but anything except exit code 0 throws with the end of the tool's complaint. */
export async function mustRun(program: string, args: readonly string[], limitMs = TOOL_LIMIT_MS): Promise<string> {
  const outcome = await runTool(program, args, limitMs)
  if (outcome.code === 0) return outcome.stdout
  throw new Error(`${program} ${args.join(' ')} ended with ${outcome.code ?? 'a signal'}: ${outcome.stderr.slice(-2000)}`)
}

import { execFile } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'

/** A download on a slow line. */
const LIMIT_MS = 15 * 60_000

/** Runs a program in a folder and returns what it printed; throws with its last words when it fails. npm is a script on Windows. */
export async function runProgram(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { cwd, timeout: LIMIT_MS, maxBuffer: 16_000_000, shell: process.platform === 'win32' && program === 'npm' })).stdout
  } catch (cause) {
    throw new Error(`${program} failed: ${String(cause instanceof Error ? cause.message : cause).trim().split('\n').at(-1) ?? ''}`, { cause })
  }
}

import { readFile, readlink } from 'node:fs/promises'
import os from 'node:os'
import { integer, nullable, object, text } from '../../shared/ipc/schema.ts'
import type { ValueOf } from '../../shared/ipc/schema.ts'

/** A process that cannot be mistaken for a later one with the same number. Unknown parts are null. */
export const processIdentitySchema = object({
  pid: integer(1, 2 ** 32),
  /** When it began, in the system's own unit. */
  start: nullable(text(64)),
  /** The computer's name, its current run, and the name space its process numbers belong to. */
  computer: text(256),
  boot: nullable(text(64)),
  pidSpace: nullable(text(64)),
})
export type ProcessIdentity = ValueOf<typeof processIdentitySchema>

/** Identity of a running process of this computer. */
export async function readProcessIdentity(pid: number): Promise<ProcessIdentity> {
  const [start, boot, pidSpace] = await Promise.all([readStart(pid), readBoot(), readPidSpace()])
  return { pid, start, computer: os.hostname(), boot, pidSpace }
}

/**
 * True only when the process is certainly gone: its number is free or taken by a later process, or the computer was
 * started anew. A process of another computer or container cannot be judged and counts as alive.
 */
export async function isCertainlyGone(identity: ProcessIdentity): Promise<boolean> {
  const here = await readProcessIdentity(identity.pid)
  if (here.boot !== identity.boot) return here.computer === identity.computer
  if (here.pidSpace !== identity.pidSpace) return false
  if (here.boot === null && here.computer !== identity.computer) return false
  if (identity.start !== null) return here.start !== identity.start
  return !isNumberTaken(identity.pid)
}

/** Same process: number, start and place are equal. */
export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.start === b.start && a.computer === b.computer && a.boot === b.boot && a.pidSpace === b.pidSpace
}

/** Field 22 of proc_pid_stat(5); null for a process that is gone, a zombie, or where there is no /proc. */
async function readStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'latin1').catch(() => null)
  // The name in parentheses may hold anything; the fields begin after the last parenthesis with the state, field 3.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields === undefined || fields[0] === 'Z') return null
  return fields[22 - 3] ?? null
}

async function readBoot(): Promise<string | null> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => null)
  return text?.trim() ?? null
}

async function readPidSpace(): Promise<string | null> {
  return readlink('/proc/self/ns/pid').catch(() => null)
}

function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // Anything but "no such process" means that somebody has the number.
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')
  }
}

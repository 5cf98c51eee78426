import { readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second in /proc, on every architecture (proc(5)). */
const MS_PER_TICK = 10
/** Places of user and system time among the fields after the thread's name, which may hold spaces and parentheses of its own. */
const UTIME = 11
const STIME = 12

/**
 * Processor time that the main thread of a process has used, in ms; 0 where that cannot be read. What it used between a
 * question and its answer is how long it kept the asker waiting itself, however little of the machine it was given.
 */
export function mainThreadMs(pid: number): number {
  try {
    const text = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[UTIME]) + Number(fields[STIME])) * MS_PER_TICK
  } catch {
    return 0 // it has ended, or this is no Linux
  }
}

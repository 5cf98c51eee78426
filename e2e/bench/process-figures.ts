import { readdir, readFile } from 'node:fs/promises'

/** What a process has cost so far. */
export interface ProcessFigures {
  /** User and system time of all its threads. */
  readonly cpuSec: number
  readonly peakRssBytes: number
}

/** Linux counts processor time in hundredths of a second in /proc, on every architecture (proc(5)). */
const TICKS_PER_SEC = 100
const UTIME = 11
const STIME = 12
const PARENT = 1

/** Reads /proc; null where there is none or the process is gone. */
export async function readProcess(pid: number): Promise<ProcessFigures | null> {
  try {
    const [fields, status] = await Promise.all([readStat(pid), readFile(`/proc/${pid}/status`, 'utf8')])
    const peakKib = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
    return { cpuSec: (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SEC, peakRssBytes: peakKib * 1024 }
  } catch {
    return null
  }
}

/** Numbers of the processes whose command line is accepted. */
export async function findProcesses(accept: (words: readonly string[]) => boolean): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => [])
  const found: number[] = []
  for (const name of names.filter((one) => /^\d+$/.test(one))) {
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (accept(line.split('\0'))) found.push(Number(name))
  }
  return found
}

/** The process at the end of a chain of programs that each started the next, as a launcher does. */
export async function lastDescendant(pid: number): Promise<number> {
  const child = await childOf(pid)
  return child === null ? pid : lastDescendant(child)
}

async function childOf(pid: number): Promise<number | null> {
  const names = await readdir('/proc').catch(() => [])
  for (const name of names.filter((one) => /^\d+$/.test(one))) {
    const fields = await readStat(Number(name)).catch(() => [])
    if (Number(fields[PARENT]) === pid) return Number(name)
  }
  return null
}

/** The fields after the program's name, which may hold spaces and parentheses of its own. */
async function readStat(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

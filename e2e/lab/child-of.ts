import { readFile } from 'node:fs/promises'

/** The program that the launcher started first and waits for. What that one starts in turn comes and goes. Linux only. */
export async function childOf(launcherPid: number): Promise<number> {
  const [child] = (await readFile(`/proc/${launcherPid}/task/${launcherPid}/children`, 'utf8')).split(' ')
  if (!child) throw new Error('the launcher started nothing')
  return Number(child)
}

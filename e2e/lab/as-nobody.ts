import { createTempFolder } from './temp-folder.ts'
import { chmod } from 'node:fs/promises'
import { runTool } from './run-tool.ts'
import type { ToolOutcome } from './run-tool.ts'

/** Debian's user that owns nothing. */
const NOBODY = '65534'

/** Runs a program that refuses to be root; where we are somebody else already, as it is. It gets a home of its own. */
export async function runAsNobody(program: string, args: readonly string[], limitMs?: number): Promise<ToolOutcome> {
  const home = await createTempFolder('nobody')
  try {
    await chmod(home.path, 0o777)
    const drop = process.getuid?.() === 0 ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []
    return await runTool('env', [`HOME=${home.path}`, `XDG_RUNTIME_DIR=${home.path}`, ...drop, program, ...args], limitMs)
  } finally {
    await home.close()
  }
}

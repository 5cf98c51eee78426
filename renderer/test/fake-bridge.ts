import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { CommandName } from '../../shared/ipc/contract.ts'
import type { Result } from '../../shared/result.ts'
import { ok } from '../../shared/result.ts'
import type { Bridge } from '../bridge.ts'

/** What the other side of the bridge answers, by command; a command that is not named answers with nothing. */
export type Answers = Partial<Record<CommandName, (args: unknown) => Promise<Result<unknown>> | Result<unknown>>>

/** The other side of the bridge in a few lines: records what it is asked and answers as told. */
export function createFakeBridge(answers: Answers): { readonly bridge: Bridge; readonly asked: readonly string[] } {
  const asked: string[] = []
  const bridge: Bridge = {
    call: async (name, args) => {
      asked.push(`${name} ${JSON.stringify(args)}`)
      // The way over the process border: only plain data arrives, of no type the compiler knows.
      return JSON.parse(JSON.stringify(await (answers[name]?.(args) ?? ok({}))))
    },
    notify: () => undefined,
    on: () => () => undefined,
    pathForFile: () => '',
  }
  return { bridge, asked }
}

/** An info hash of one digit, forty times. */
export function hashOf(digit: string): InfoHash {
  const text = digit.repeat(40)
  if (!isInfoHash(text)) throw new Error(`${text} is no info hash`)
  return text
}

import type { Result } from '../result.ts'
import type { CommandArgs, CommandName, CommandResult, EventName, EventValue, NoticeName, NoticeValue } from './contract.ts'

/** What the preload puts on the page as `window.bridge`; `FileLike` is the page's own File. */
export interface Bridge<FileLike = unknown> {
  /** Never rejects; a failure is a Result with its code. */
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<Result<CommandResult<N>>>
  /** One-way; may be dropped. */
  notify<N extends NoticeName>(name: N, value: NoticeValue<N>): void
  /** Listens until the returned function is called. */
  on<N extends EventName>(name: N, listener: (value: EventValue<N>) => void): () => void
  /** Path of a dropped or chosen file; empty text when it has none (made by a page, pasted). */
  pathForFile(file: FileLike): string
}

import { ipcMain } from 'electron'
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import type { CancelSignal } from '../../shared/ipc/cancel-signal.ts'
import type { CommandArgs, CommandName, CommandResult, EventName, EventValue, HandlersOf, NoticeName } from '../../shared/ipc/contract.ts'
import { commandNames, commandSchemas, noticeNames } from '../../shared/ipc/lookup.ts'
import type { CallTable, NoticeListener } from '../../shared/ipc/rpc.ts'
import { deliverNotice } from '../../shared/ipc/rpc.ts'
import { toBoundedError } from '../../shared/ipc/rpc-message.ts'
import { check } from '../../shared/ipc/schema.ts'
import type { MediaCommandName } from '../../shared/ipc/serve-host.ts'
import { toAppError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'

/**
 * The only door between the page and the rest. Everything that enters was sent by the top frame of our window, from
 * our own origin, and matches the contract; `app.*` is answered here, `media.*` by the host.
 */
export interface GatewayOptions {
  readonly window: () => BrowserWindow | null
  readonly pageOrigin: string
  readonly appHandlers: HandlersOf<'app'>
  readonly callMedia: <N extends MediaCommandName>(name: N, args: CommandArgs<N>) => Promise<Result<CommandResult<N>>>
  readonly onNotice: NoticeListener
  readonly log: Log
}

export interface Gateway {
  /** Sends an event to the page, if there is one. */
  readonly send: <N extends EventName>(name: N, value: EventValue<N>) => void
  readonly close: () => void
}

export function openGateway(options: GatewayOptions): Gateway {
  const { window, log } = options
  const answer = async (event: IpcMainInvokeEvent, name: CommandName, args: unknown): Promise<Result<unknown>> => {
    if (!isFromPage(event, options) || FOR_MAIN_ALONE.has(name)) return refuseSender(log, name)
    const result = isMediaCommand(name) ? await answerMedia(name, args, options) : await answerApp(name, args, options)
    if (!result.ok && result.error.code === 'invalidMessage') log('ipc', 'refused', { what: name, message: result.error.message })
    return result
  }
  const hear = (event: IpcMainEvent, name: NoticeName, value: unknown) => {
    if (!isFromPage(event, options)) return void refuseSender(log, name)
    deliverNotice(name, value, options.onNotice, (error, what) => { log('ipc', 'refused', { what, message: error.message }) })
  }

  for (const name of commandNames()) ipcMain.handle(name, (event, args: unknown) => answer(event, name, args))
  for (const name of noticeNames()) ipcMain.on(name, (event, value: unknown) => { hear(event, name, value) })
  return {
    send: (name, value) => {
      const target = window()
      if (target !== null && !target.isDestroyed()) target.webContents.send(name, value)
    },
    close: () => {
      for (const name of commandNames()) ipcMain.removeHandler(name)
      for (const name of noticeNames()) ipcMain.removeAllListeners(name)
    },
  }
}

/** They name programs that the host will start: main takes them from the system's own dialog, never from the page. */
const FOR_MAIN_ALONE: ReadonlySet<CommandName> = new Set<CommandName>(['media.useFfmpeg', 'media.setPlayers'])

function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent, { window, pageOrigin }: GatewayOptions): boolean {
  const contents = window()?.webContents
  const frame = event.senderFrame
  return contents !== undefined && frame !== null && event.sender === contents && frame === contents.mainFrame && frame.origin === pageOrigin
}

async function answerMedia<N extends MediaCommandName>(name: N, rawArgs: unknown, { callMedia }: GatewayOptions): Promise<Result<unknown>> {
  const args = check(commandSchemas(name).args, rawArgs)
  return args.ok ? callMedia(name, args.value) : args
}

async function answerApp<N extends AppCommandName>(name: N, rawArgs: unknown, { appHandlers, log }: GatewayOptions): Promise<Result<unknown>> {
  const args = check(commandSchemas(name).args, rawArgs)
  if (!args.ok) return args
  const handlers: CallTable<AppCommandName, CancelSignal> = appHandlers
  try {
    return ok(await handlers[name](args.value, NEVER_CANCELLED))
  } catch (thrown) {
    const error = toBoundedError(toAppError(thrown))
    if (error.code === 'unexpected') log('app', 'bug', { command: name, message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
    return { ok: false, error }
  }
}

type AppCommandName = Exclude<CommandName, MediaCommandName>

function isMediaCommand(name: CommandName): name is MediaCommandName {
  return name.startsWith('media.')
}

function refuseSender(log: Log, name: string): Result<never> {
  log('ipc', 'senderRefused', { name })
  return fail('invalidMessage', `${name} did not come from the page`)
}

/** Commands of main are short; none of them waits for long enough to be cancelled. */
const NEVER_CANCELLED: CancelSignal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined }

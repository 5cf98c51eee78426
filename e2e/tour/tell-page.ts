import type { EventName, EventValue } from '../../shared/ipc/contract.ts'
import type { RunningApp } from '../fixtures/app.ts'

/** Tells the page what the engine would tell it: for states that need a television, or a year of films. */
export function tellPage<N extends EventName>({ electron }: RunningApp, name: N, value: EventValue<N>): Promise<void> {
  const message: { readonly name: string; readonly value: unknown } = { name, value }
  return electron.evaluate(({ BrowserWindow }, { name, value }) => { BrowserWindow.getAllWindows()[0]?.webContents.send(name, value) }, message)
}

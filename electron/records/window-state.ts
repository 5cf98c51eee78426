import { boolean, check, integer, object } from '../../shared/ipc/schema.ts'
import type { ValueOf } from '../../shared/ipc/schema.ts'
import type { Log } from '../../shared/log.ts'
import { createJsonFile } from './json-file.ts'
import type { JsonFile } from './json-file.ts'

const coordinate = integer(-100_000, 100_000)

const windowStateSchema = object({ x: coordinate, y: coordinate, width: integer(1, 100_000), height: integer(1, 100_000), maximized: boolean() })
/** Where the window was, in the system's own pixels. */
export type WindowState = ValueOf<typeof windowStateSchema>

/** The window's place of the last run; null at the first one. */
export function createWindowStateFile(file: string, log: Log): JsonFile<WindowState | null> {
  return createJsonFile<WindowState | null>({ file, parse: (content) => check(windowStateSchema, content), format: (value) => value, fallback: null, log })
}

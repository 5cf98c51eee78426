import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { createAvailability } from './availability.ts'
import { createBlockScheduler } from './block-scheduler.ts'
import { createFileWindow } from './file-window.ts'
import { createPieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import { filesOf, hashesOf, patternBytes } from './store.fixture.ts'
import { createWindowController } from './window-controller.ts'
import type { HoldRule } from './window-controller.ts'

const PIECE_BYTES = 16_384
const content = patternBytes(4 * PIECE_BYTES)

/** Between the two waits of the controller; timers fire in the order of their ends however busy the computer is. */
const BETWEEN_MS = 25

describe('a plan', () => {
  let folder: TempFolder
  let close = () => {}
  beforeEach(async () => { folder = await createTempFolder('controller') })
  afterEach(async () => {
    close()
    await folder.close()
  })

  /** A torrent of one watched file and no peers, at a moment that stands still. */
  function makeController(hold: HoldRule = () => null, next: Parameters<typeof createWindowController>[6] = { parts: () => [] }) {
    const now = { ms: 1000 }
    const clock = () => now.ms
    const files = filesOf(['film', content.length])
    const table = createPieceTable({ lengthBytes: content.length, pieceLengthBytes: PIECE_BYTES }, hashesOf(content, PIECE_BYTES))
    const availability = createAvailability(table)
    const scheduler = createBlockScheduler({ table, availability, clock, mayRequest: () => true, mayServe: () => true, trace: null, events: { onBlock: () => {}, onComplete: () => {} } })
    const plannedAtMs: number[] = []
    const controller = createWindowController(table, scheduler, availability, clock, () => { plannedAtMs.push(now.ms) }, hold, next)
    for (const file of files) {
      const window = createFileWindow(file, table, createPieceStore(path.join(folder.path, 'content'), files), clock, () => {})
      window.addStream()
      controller.add(window)
    }
    close = () => {
      controller.close()
      scheduler.close()
    }
    return { now, controller, plannedAtMs }
  }

  it('is made at once for a read that waits', () => {
    const { controller, plannedAtMs } = makeController()
    controller.touch(true)
    expect(plannedAtMs).toEqual([1000])
  })

  it('follows in a moment when a read waits just after one, though another was to come later', async () => {
    const { now, controller, plannedAtMs } = makeController()
    controller.touch(true)
    now.ms += 1
    controller.touch(false)
    controller.touch(true)
    await delay(BETWEEN_MS)
    expect(plannedAtMs).toEqual([1000, 1001])
  })

  it('leaves the file that follows out where both have no room', () => {
    const asked: number[] = []
    const following = { file: { begin: 0, end: PIECE_BYTES }, start: 0, ranges: [], reads: [] }
    const { controller } = makeController((watched) => {
      asked.push(watched.length)
      return watched.length > 1 ? [] : null
    }, { parts: () => [following] })
    controller.touch(true)
    expect(asked).toEqual([2, 1])
  })

  it('is not made for every slice that is read', async () => {
    const { now, controller, plannedAtMs } = makeController()
    controller.touch(true)
    now.ms += 1
    for (let slice = 0; slice < 10; slice++) controller.touch(false)
    await delay(BETWEEN_MS)
    expect(plannedAtMs).toEqual([1000])
  })
})

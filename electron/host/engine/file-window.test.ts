import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { createFileWindow } from './file-window.ts'
import { createPieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import { filesOf } from './store.fixture.ts'

const FILM_BYTES = 64 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024
const SLICE_BYTES = 4 * BLOCK_BYTES

/** A film of which nothing is here, and the changes that its plan is told of. */
function openFilm() {
  const files = filesOf(['film', FILM_BYTES])
  const [file] = files
  if (!file) throw new Error('no film')
  const table = createPieceTable({ lengthBytes: FILM_BYTES, pieceLengthBytes: PIECE_BYTES }, new Uint8Array((FILM_BYTES / PIECE_BYTES) * 20))
  const changes: ('urgent' | 'soon')[] = []
  const window = createFileWindow(file, table, createPieceStore('/nowhere', files), () => 0, (urgent) => { changes.push(urgent ? 'urgent' : 'soon') })
  const cursor = window.cursors.open({ offsetBytes: 0, endBytes: FILM_BYTES, early: true })
  cursor.setWaiting(true)
  window.makePlan(0)
  changes.length = 0
  return { window, cursor, changes }
}

describe('a read that follows the download', () => {
  it('is planned for once in a quarter of a second of film, however often it waits and goes on', () => {
    const { window, cursor, changes } = openFilm()
    let plans = 0
    for (let at = SLICE_BYTES; at <= 4 * 1024 * 1024; at += SLICE_BYTES) {
      cursor.setWaiting(false)
      cursor.moveTo(at)
      cursor.setWaiting(true)
      if (changes.length === 0) continue
      plans += 1
      window.makePlan(0)
      changes.length = 0
    }
    expect(plans).toBe(16)
  })

  it('is planned for at once where it waits for what no plan has asked for', () => {
    const { cursor, changes } = openFilm()
    cursor.setWaiting(false)
    cursor.moveTo(30 * 1024 * 1024)
    cursor.setWaiting(true)
    expect(changes).toContain('urgent')
  })
})

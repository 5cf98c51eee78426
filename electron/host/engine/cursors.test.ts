import { describe, expect, it } from 'vitest'
import { createCursorSet } from './cursors.ts'

const FILE_BEGIN = 1000

function makeCursors() {
  const changes: string[] = []
  const clock = { nowMs: 0 }
  const cursors = createCursorSet(FILE_BEGIN, () => clock.nowMs, (change) => { changes.push(change) })
  const open = (offsetBytes: number, endBytes = 10_000) => cursors.open({ offsetBytes, endBytes, early: false })
  const offsets = () => cursors.list(clock.nowMs).map(({ offsetBytes }) => offsetBytes)
  return { changes, clock, cursors, open, offsets }
}

describe('open reads', () => {
  it('are listed newest first', () => {
    const { open, offsets } = makeCursors()
    open(0)
    open(500)
    expect(offsets()).toEqual([500, 0])
  })

  it('move in bytes of the torrent and are listed in bytes of the file', () => {
    const { open, offsets } = makeCursors()
    open(0).moveTo(FILE_BEGIN + 300)
    expect(offsets()).toEqual([300])
  })

  it('tell of everything that may move the window, of waiting only when it begins', () => {
    const { changes, open } = makeCursors()
    const cursor = open(0)
    cursor.setWaiting(true)
    cursor.setWaiting(true)
    cursor.setWaiting(false)
    cursor.moveTo(FILE_BEGIN + 1)
    cursor.close()
    cursor.close()
    expect(changes).toEqual(['opened', 'waiting', 'moved', 'closed'])
  })
})

describe('a read that waits', () => {
  it('tells for how long, from the moment it had to', () => {
    const { clock, cursors, open } = makeCursors()
    const cursor = open(0)
    const waited = () => cursors.list(clock.nowMs)[0]?.waitedMs
    clock.nowMs = 1000
    expect(waited()).toBe(0)
    cursor.setWaiting(true)
    clock.nowMs = 4000
    expect(waited()).toBe(3000)
    cursor.setWaiting(false)
    expect(waited()).toBe(0)
  })
})

describe('a read that closed', () => {
  it('takes its urgency with it but keeps its place for half a minute when it was the last', () => {
    const { clock, cursors, open, offsets } = makeCursors()
    const cursor = open(0)
    cursor.moveTo(FILE_BEGIN + 700)
    cursor.setWaiting(true)
    cursor.close()
    expect(cursors.openCount()).toBe(0)
    expect(cursors.list(0)).toMatchObject([{ offsetBytes: 700, waiting: false }])
    clock.nowMs = 29_000
    expect(offsets()).toEqual([700])
    clock.nowMs = 31_000
    expect(offsets()).toEqual([])
  })

  it('is forgotten while another is open or opens', () => {
    const { open, offsets } = makeCursors()
    const first = open(0)
    const second = open(500)
    first.close()
    expect(offsets()).toEqual([500])
    second.close()
    open(900)
    expect(offsets()).toEqual([900])
  })

  it('is forgotten when it had everything it asked for', () => {
    const { open, offsets } = makeCursors()
    const cursor = open(0, 200)
    cursor.moveTo(FILE_BEGIN + 200)
    cursor.close()
    expect(offsets()).toEqual([])
  })
})

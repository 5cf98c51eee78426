import { beforeEach, describe, expect, it } from 'vitest'
import type { Seeder } from '../../e2e/lab/swarm.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000
const PIECE_BYTES = 131_072
const LENGTH = 90 * MB
/** 500 kB a second of film. */
const DURATION_SEC = 180
/** What may be asked for at once, before any share of it was earned. */
const WARM_SAVED = 131_072
const byteAt = (sec: number) => Math.round((sec / DURATION_SEC) * LENGTH)
const pieceAt = (sec: number) => Math.floor(byteAt(sec) / PIECE_BYTES)

describe('the place the pointer rests on', () => {
  const room = useSwarmRoom('warm')
  let host: RunningHost
  let seeder: Seeder
  let infoHash: Awaited<ReturnType<RunningHost['open']>>
  let stream: Awaited<ReturnType<RunningHost['openStream']>>

  beforeEach(async () => {
    const seeded = await room.seedRandom(LENGTH, { pieceLengthBytes: PIECE_BYTES, uploadBytesPerSec: 3 * MB, delayMs: 50 })
    seeder = seeded.seeder
    host = await room.startHost({ peers: [seeder] })
    infoHash = await host.open({ kind: 'path', path: seeded.torrent.torrentPath })
    stream = await host.openStream(infoHash)
  })

  /** Stands at the beginning until so many seconds are in hand. */
  async function fillTo(cushionSec: number): Promise<void> {
    host.reportPlayhead({ streamId: stream.streamId, durationSec: DURATION_SEC, paused: true })
    await waitUntil('the cushion', () => (host.status()?.cushionSec ?? 0) > cushionSec)
  }
  const pointAt = (timeSec: number | null, mayFetch = true) => { host.reportHover({ streamId: stream.streamId, timeSec, mayFetch }) }
  const haves = () => host.haves(infoHash, Math.ceil(LENGTH / PIECE_BYTES))
  /** Milliseconds until the first byte at a time of the film. */
  async function jump(sec: number): Promise<number> {
    const startMs = performance.now()
    const reading = readUrl(stream.url, byteAt(sec))
    await reading.waitFor(1)
    const tookMs = performance.now() - startMs
    reading.stop()
    return tookMs
  }

  it('is reached in less than a third of the time of a place nobody pointed at', async () => {
    await fillTo(31)
    const cold: number[] = []
    const warm: number[] = []
    for (const sec of [160, 150, 140]) {
      pointAt(sec)
      await waitUntil('the place is warm', async () => (await haves())[pieceAt(sec) + 1] === '#')
      pointAt(null)
      warm.push(await jump(sec))
      cold.push(await jump(sec + 5))
    }
    expect(median(warm)).toBeLessThan(0.3 * median(cold))
  })

  it('takes a tenth of what comes, however often it changes', async () => {
    await fillTo(31)
    const sentBefore = await seeder.uploadedBytes()
    for (let sec = 100; sec < 160; sec += 15) {
      pointAt(sec)
      const sentHere = await seeder.uploadedBytes()
      await waitUntil('some of the film comes', async () => await seeder.uploadedBytes() > sentHere + 4 * MB)
    }
    const fetched = (await haves()).slice(pieceAt(99), pieceAt(170)).split('#').length - 1
    expect(fetched).toBeGreaterThan(0)
    expect(fetched * PIECE_BYTES).toBeLessThan(0.1 * (await seeder.uploadedBytes() - sentBefore) + WARM_SAVED)
  })

  it('is left alone where the settings say so, and how long a jump there would take is told all the same', async () => {
    await fillTo(31)
    pointAt(160, false)
    await waitUntil('the time of a jump is told', () => (host.status()?.jump?.inSec ?? 0) > 0)
    const cushionSec = host.status()?.cushionSec ?? 0
    await waitUntil('more of the film comes', () => (host.status()?.cushionSec ?? 0) > cushionSec + 20)
    expect(host.status()?.picture).not.toContain('W')
    expect((await haves()).slice(pieceAt(150), pieceAt(170))).not.toContain('#')
  })

  it('is left alone while little is in hand', async () => {
    pointAt(160)
    await fillTo(15)
    seeder.freeze() // little stays in hand while that is looked at
    expect(host.status()?.picture).not.toContain('W')
    expect((await haves()).slice(pieceAt(99), pieceAt(170))).not.toContain('#')
    seeder.thaw()
    await waitUntil('more is in hand', () => host.status()?.picture.includes('W') === true)
    expect(host.status()?.cushionSec).toBeGreaterThan(30)
  })
})

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

import { describe, expect, it } from 'vitest'
import { isInfoHash } from '../../shared/ids.ts'
import type { InfoHash } from '../../shared/ids.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { createSuspectTorrents } from './suspect-torrents.ts'

function snapshotOf(letter: string): TorrentSnapshot {
  const infoHash = letter.repeat(40)
  if (!isInfoHash(infoHash)) throw new Error(letter)
  return { id: 0, infoHash, name: 'film', magnet: `magnet:?xt=urn:btih:${infoHash}`, phase: 'ready', files: [], chosenFile: null, problem: null, notes: [] }
}
const a = snapshotOf('a')
const b = snapshotOf('b')
const hashesOf = (found: readonly TorrentSnapshot[]): InfoHash[] => found.map(({ infoHash }) => infoHash)

describe('a torrent', () => {
  it('is suspected when it was open at three crashes within a minute', () => {
    const suspects = createSuspectTorrents()
    suspects.see('media.torrentChanged', a)
    expect(suspects.noteCrash(1000)).toEqual([])
    suspects.see('media.torrentChanged', b)
    expect(suspects.noteCrash(2000)).toEqual([])
    expect(suspects.noteCrash(3000)).toEqual([{ ...a, phase: 'failed', problem: { code: 'torrentSuspect', message: expect.stringContaining('3 times'), details: { crashes: 3 } } }])
    expect(suspects.list()).toEqual([a.infoHash])
    expect(hashesOf(suspects.noteCrash(4000))).toEqual([b.infoHash])
  })

  it('is not suspected for crashes long apart, nor for those after it was removed', () => {
    const suspects = createSuspectTorrents()
    suspects.see('media.torrentChanged', a)
    for (const crashedMs of [0, 50_000, 100_000, 150_000]) expect(suspects.noteCrash(crashedMs)).toEqual([])
    suspects.see('media.torrentChanged', b)
    suspects.see('media.torrentRemoved', { infoHash: b.infoHash })
    for (const crashedMs of [300_000, 300_001, 300_002]) expect(hashesOf(suspects.noteCrash(crashedMs))).not.toContain(b.infoHash)
  })

  it('that was suspected is cleared by whoever opens it once more', () => {
    const suspects = createSuspectTorrents()
    suspects.see('media.torrentChanged', a)
    for (const crashedMs of [1, 2, 3]) suspects.noteCrash(crashedMs)
    expect(suspects.clear(a.infoHash)).toBe(a.magnet)
    expect(suspects.list()).toEqual([])
    expect(suspects.clear(a.infoHash)).toBe(null)
  })
})

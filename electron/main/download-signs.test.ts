import { expect, it } from 'vitest'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import { createDownloadSigns } from './download-signs.ts'

function hashOf(digit: string): InfoHash {
  const text = digit.repeat(40)
  if (!isInfoHash(text)) throw new Error(text)
  return text
}

function createWorld() {
  const shown: (number | null)[] = []
  const said: string[] = []
  const signs = createDownloadSigns({ showProgress: (share) => { shown.push(share) }, sayComplete: (name) => { said.push(name) } })
  const name = (digit: string) => { signs.seeEvent('media.torrentChanged', { id: 1, infoHash: hashOf(digit), name: `film ${digit}`, magnet: '', phase: 'ready', files: [], chosenFile: null, problem: null, notes: [] }) }
  const progress = (digit: string, share: number) => { signs.seeEvent('media.torrentProgress', { infoHash: hashOf(digit), progress: share, peers: 0, receivedBytes: 0, wastedBytes: 0, verifiedBytes: 0, downloadBytesPerSec: 0, uploadBytesPerSec: 0, metadata: null }) }
  return { shown, said, name, progress, remove: (digit: string) => { signs.seeEvent('media.torrentRemoved', { infoHash: hashOf(digit) }) } }
}

it('the bar is the mean of what is being fetched, and gone when nothing is', () => {
  const world = createWorld()
  world.progress('1', 0.5)
  world.progress('2', 0.1)
  world.progress('2', 0.1)
  world.progress('1', 1)
  world.remove('2')
  expect(world.shown).toEqual([0.5, 0.3, 0.1, null])
})

it('a film that becomes complete is said once, one that was complete is not', () => {
  const world = createWorld()
  world.name('1')
  world.progress('1', 0.5)
  world.progress('1', 1)
  world.progress('1', 1)
  world.progress('2', 1)
  expect(world.said).toEqual(['film 1'])
})

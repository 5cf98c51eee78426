import { expect, it } from 'vitest'
import type { LibraryAction, LibraryEntry } from '../../shared/library/library.ts'
import { applyLibrary } from '../../shared/library/library.ts'
import type { Library } from '../../shared/library/library.ts'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { StreamStatus, TorrentFile } from '../../shared/torrent/snapshot.ts'
import { watchLibrary } from './watch-library.ts'

const FILE: TorrentFile = { index: 0, name: 'film.mp4', path: 'film.mp4', lengthBytes: 9, mediaType: 'video/mp4', kind: 'video', playable: true, extra: false }
const STATUS: Omit<StreamStatus, 'infoHash'> = { streamId: 's1', fileIndex: 0, peers: 0, downloadBytesPerSec: 0, uploadBytesPerSec: 0, cushionSec: 0, complete: false, bitrateBytesPerSec: null, forecast: { kind: 'unknown' }, jump: null, verifiedSec: [], windowSec: [], stall: null, picture: '', why: '', cursors: [] }

function hash(): InfoHash {
  const text = '1'.repeat(40)
  if (!isInfoHash(text)) throw new Error(text)
  return text
}

function createWorld({ keepsAll = false } = {}) {
  let library: Library = []
  let nowMs = 100_000
  const changed: LibraryEntry[] = []
  const forgotten: InfoHash[] = []
  const watch = watchLibrary({
    store: { get: () => library, apply: (action: LibraryAction) => (library = applyLibrary(library, action)), takeProblem: () => null, close: () => Promise.resolve() },
    nowMs: () => nowMs, onChange: (entry) => { changed.push(entry) }, onForgotten: (infoHash) => { forgotten.push(infoHash) }, 
    keepsAll: () => keepsAll,
  })
  const ready = (files: readonly TorrentFile[] = [FILE]) => { watch.seeEvent('media.torrentChanged', { id: 1, infoHash: hash(), name: 'film', magnet: 'magnet:?', phase: 'ready', files: [...files], chosenFile: 0, problem: null, notes: [] }) }
  const plays = (currentTimeSec: number, paused = false) => { watch.seePlayhead({ streamId: 's1', currentTimeSec, durationSec: 100, rate: 1, paused, seeking: false, waiting: false, source: 'page' }) }
  return { watch, ready, plays, stream: () => { watch.seeEvent('media.streamStatus', { ...STATUS, infoHash: hash() }) }, later: (ms: number) => { nowMs += ms }, library: () => library, changed, forgotten }
}

it('a torrent is remembered when it is ready, and its film with where it is, every 5 s and at each pause', () => {
  const world = createWorld()
  world.ready()
  world.plays(3)
  expect(world.library()[0]?.files).toEqual([])
  world.stream()
  world.plays(10)
  world.plays(11)
  expect(world.library()[0]?.files[0]?.positionSec).toBe(10)
  world.plays(12, true)
  expect(world.library()[0]?.files[0]?.positionSec).toBe(12)
  world.later(5000)
  world.plays(17)
  expect(world.library()[0]?.files[0]).toMatchObject({ positionSec: 17, durationSec: 100, name: 'film.mp4' })
  expect(world.changed).toHaveLength(4)
})

it('what follows a file is remembered from its first place on, and not what was seen before', () => {
  const world = createWorld()
  const episodes = [1, 2, 3].map((number) => ({ ...FILE, index: number - 1, name: `film E0${String(number)}.mp4`, path: `film E0${String(number)}.mp4` }))
  world.ready(episodes)
  world.watch.act({ kind: 'mark', infoHash: hash(), file: { fileIndex: 1, name: 'film E02.mp4' }, watched: true, nowMs: 1 })
  world.stream()
  world.plays(50, true)
  expect(world.library()[0]).toMatchObject({ next: fileOf(2), following: [fileOf(2)] })
  world.plays(95, true)
  expect(world.library()[0]?.next).toEqual(fileOf(2))
})

const SERIES = [1, 2, 3, 4].map((number): TorrentFile => ({ ...FILE, index: number - 1, name: `film E0${String(number)}.mp4`, path: `film E0${String(number)}.mp4` }))
const fileOf = (fileIndex: number) => ({ fileIndex, name: `film E0${String(fileIndex + 1)}.mp4` })

it('when what was up next is marked as watched, the one after it is up next, also after its torrent was closed', () => {
  const world = createWorld()
  world.ready(SERIES)
  world.stream()
  world.plays(95, true)
  expect(world.library()[0]?.next).toEqual(fileOf(1))
  world.watch.mark(hash(), fileOf(1), true)
  expect(world.library()[0]?.next).toEqual(fileOf(2))
  world.watch.mark(hash(), fileOf(3), true)
  expect(world.library()[0]?.next).toEqual(fileOf(2))
  // The film that is still open leaves no older word on it.
  world.plays(97)
  world.watch.seeEnd('s1')
  expect(world.library()[0]?.next).toEqual(fileOf(2))
  world.watch.mark(hash(), fileOf(1), false)
  expect(world.library()[0]?.next).toEqual(fileOf(1))
  world.watch.seeEvent('media.torrentRemoved', { infoHash: hash() })
  world.watch.mark(hash(), fileOf(1), true)
  expect(world.library()[0]?.next).toEqual(fileOf(2))
  world.watch.mark(hash(), fileOf(2), true)
  expect(world.library()[0]?.next).toBeNull()
})

it('a film that is marked as watched in the middle of its credits stays so when it is left, and the next one is up', () => {
  const world = createWorld()
  world.ready(SERIES)
  world.stream()
  world.plays(88)
  world.plays(90)
  world.watch.mark(hash(), fileOf(0), true)
  world.plays(90, true)
  world.plays(91)
  world.watch.seeEnd('s1')
  expect(world.library()[0]).toMatchObject({ next: fileOf(1), files: [{ fileIndex: 0, watched: true, positionSec: 0 }] })
  world.stream()
  world.plays(50, true)
  expect(world.library()[0]?.files[0]?.positionSec).toBe(50)
})

it('a film that is marked as not watched while it plays is where it is left', () => {
  const world = createWorld()
  world.ready(SERIES)
  world.stream()
  world.plays(50)
  world.watch.mark(hash(), fileOf(0), true)
  world.watch.mark(hash(), fileOf(0), false)
  world.plays(60)
  world.watch.seeEnd('s1')
  expect(world.library()[0]?.files[0]).toMatchObject({ watched: false, positionSec: 60 })
})

it('a film that is left counts with its last place, and once', () => {
  const world = createWorld()
  world.ready()
  world.stream()
  world.plays(10)
  world.plays(30)
  world.watch.seeEnd('other')
  expect(world.library()[0]?.files[0]?.positionSec).toBe(10)
  world.watch.seeEnd('s1')
  expect(world.library()[0]?.files[0]?.positionSec).toBe(30)
  const { length } = world.changed
  world.watch.seeEnd()
  expect(world.changed).toHaveLength(length)
})

it('a film that is being loaded is not at its beginning', () => {
  const world = createWorld()
  world.ready()
  world.stream()
  world.plays(50)
  world.plays(0, true)
  expect(world.library()[0]?.files[0]?.positionSec).toBe(50)
})

it('the built-in clip is left out, also when it was seen first', () => {
  const world = createWorld()
  world.ready()
  world.watch.leaveOut(hash())
  world.ready()
  expect(world.library()).toEqual([])
  expect(world.forgotten).toEqual([hash()])
})

it.each([true, false])('a torrent that is opened is marked as kept when everything is (%s)', (keepsAll) => {
  const world = createWorld({ keepsAll })
  world.ready()
  expect(world.library()[0]?.kept).toBe(keepsAll)
})

import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../shared/result.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { createAppStore } from '../state/store.ts'
import { createFakeBridge, hashOf } from '../test/fake-bridge.ts'
import { createOpener } from './create-opener.ts'
import { readText } from './read-transfer.ts'

function snapshot(digit: string): TorrentSnapshot {
  return { id: Number(digit), infoHash: hashOf(digit), name: `film ${digit}`, magnet: '', phase: 'metadata', files: [], chosenFile: null, problem: null, notes: [] }
}

/** An engine that answers each text by its first digit, when told to; 0 is refused. */
function createWorld() {
  const held: (() => void)[] = []
  let hold = false
  const openSource = async (args: unknown) => {
    if (hold) await new Promise<void>((resolve) => { held.push(resolve) })
    const digit = /"text":"(\d)/u.exec(JSON.stringify(args))?.[1] ?? '0'
    return digit === '0' ? fail('sourceUnknown', 'no torrent') : ok(snapshot(digit))
  }
  const { bridge, asked } = createFakeBridge({ 'media.openSource': openSource })
  const store = createAppStore()
  const closed = () => asked.filter((line) => line.startsWith('media.closeTorrent'))
  return { opener: createOpener(bridge, store), store, closed, holdAnswers: () => { hold = true }, letGo: () => { held.splice(0).forEach((resolve) => { resolve() }) } }
}

describe('opening', () => {
  it('what opens is shown', async () => {
    const { opener, store } = createWorld()
    await opener.open(readText('1'))
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hashOf('1'), fileIndex: null }, asking: false, problem: null })
  })

  it('what does not open leaves the person where they are and says why', async () => {
    const { opener, store } = createWorld()
    await opener.open(readText('0'))
    expect(store.getState()).toMatchObject({ place: { kind: 'home' }, asking: false, problem: { code: 'sourceUnknown' } })
  })

  it('of several the first that works is shown, the others are added, the refusal is told', async () => {
    const { opener, store } = createWorld()
    await opener.open(['0', '2', '3'].flatMap(readText))
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hashOf('2') }, asking: false, problem: { code: 'sourceUnknown' } })
    expect(store.getState().torrents.map((torrent) => torrent.id)).toEqual([3, 2])
  })

  it('a cancelled request leaves nothing open', async () => {
    const { opener, store, closed, holdAnswers, letGo } = createWorld()
    holdAnswers()
    const opening = opener.open(readText('1'))
    opener.cancelAsking()
    letGo()
    await opening
    expect(store.getState()).toMatchObject({ place: { kind: 'home' }, asking: false })
    expect(closed()).toEqual([`media.closeTorrent {"infoHash":"${hashOf('1')}"}`])
  })

  it.each(['home', 'settings'] as const)('who goes %s while it is read stays there, and it is opened all the same', async (kind) => {
    const { opener, store, closed, holdAnswers, letGo } = createWorld()
    holdAnswers()
    const opening = opener.open(readText('1'))
    if (kind === 'home') opener.goHome()
    else opener.showSettings()
    expect(store.getState()).toMatchObject({ place: { kind }, asking: false })
    letGo()
    await opening
    expect(store.getState()).toMatchObject({ place: { kind }, asking: false })
    expect(store.getState().torrents).toHaveLength(1)
    expect(closed()).toEqual([])
  })

  it('who comes from a film that is gone finds what is being opened', async () => {
    const { opener, store, holdAnswers, letGo } = createWorld()
    await opener.open(readText('1'))
    holdAnswers()
    const opening = opener.open(readText('2'))
    opener.goHome()
    expect(store.getState()).toMatchObject({ place: { kind: 'home' }, asking: true })
    letGo()
    await opening
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hashOf('2') }, asking: false })
  })

  it('what was called off and is asked for again stays open, whichever answer comes first', async () => {
    const { opener, store, closed, holdAnswers, letGo } = createWorld()
    holdAnswers()
    const first = opener.open(readText('1'))
    opener.cancelAsking()
    const second = opener.open(readText('1'))
    letGo()
    await Promise.all([first, second])
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hashOf('1') }, asking: false })
    expect(closed()).toEqual([])
  })

  it('a newer request takes the screen, the older torrent stays open', async () => {
    const { opener, store, closed, holdAnswers, letGo } = createWorld()
    holdAnswers()
    const both = [opener.open(readText('1')), opener.open(readText('2'))]
    letGo()
    await Promise.all(both)
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hashOf('2') }, asking: false })
    expect(store.getState().torrents).toHaveLength(2)
    expect(closed()).toEqual([])
  })
})

describe('a film that is made ready without going there', () => {
  const film = { infoHash: hashOf('1'), magnet: '1' }
  const failed: TorrentSnapshot = { ...snapshot('1'), phase: 'failed', problem: { code: 'metadataTimeout', message: 'nobody answered', details: {} } }

  it('is looked for again when it failed before', async () => {
    const { opener, store } = createWorld()
    store.setState({ torrents: [failed] })
    const ready = opener.prepare(film)
    await expect.poll(() => store.getState().torrents[0]?.phase).toBe('metadata')
    store.setState({ torrents: [{ ...snapshot('1'), phase: 'ready' }] })
    expect(await ready).toMatchObject({ phase: 'ready' })
  })

  it('is told why it does not come to whoever wanted it in another player', async () => {
    const { opener, store } = createWorld()
    const opening = opener.openOn('mpv', film, 0)
    await expect.poll(() => store.getState().torrents[0]?.phase).toBe('metadata')
    store.setState({ torrents: [failed] })
    await opening
    expect(store.getState()).toMatchObject({ place: { kind: 'home' }, problem: { code: 'metadataTimeout' } })
  })
})

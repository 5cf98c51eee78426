import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { CommandArgs, CommandName, CommandResult } from '../../shared/ipc/contract.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import type { Bridge } from '../bridge.ts'
import { createAppStore } from '../state/store.ts'
import { createOpener } from './create-opener.ts'
import { readText } from './read-transfer.ts'

function hash(digit: string): InfoHash {
  const text = digit.repeat(40)
  if (!isInfoHash(text)) throw new Error(`${text} is no info hash`)
  return text
}

function snapshot(digit: string): TorrentSnapshot {
  return { id: Number(digit), infoHash: hash(digit), name: `film ${digit}`, magnet: '', phase: 'metadata', files: [], chosenFile: null, problem: null, notes: [] }
}

/** A small engine: answers each text by its first digit, when told to. */
function createWorld() {
  const closed: InfoHash[] = []
  const held: (() => void)[] = []
  let hold = false
  async function answer(name: CommandName, args: unknown): Promise<Result<unknown>> {
    if (name === 'media.closeTorrent') closed.push(hashOf(args))
    if (name !== 'media.openSource') return ok({})
    if (hold) await new Promise<void>((resolve) => { held.push(resolve) })
    const digit = digitOf(args)
    return digit === '0' ? fail('sourceUnknown', 'no torrent') : ok(snapshot(digit))
  }
  const bridge: Bridge = {
    call: <N extends CommandName>(name: N, args: CommandArgs<N>) => answer(name, args).then((result) => narrow<N>(result)),
    notify: () => undefined,
    on: () => () => undefined,
    pathForFile: () => '',
  }
  const store = createAppStore()
  return { opener: createOpener(bridge, store), store, closed, holdAnswers: () => { hold = true }, letGo: () => { held.splice(0).forEach((resolve) => { resolve() }) } }
}

const narrow = <N extends CommandName>(result: Result<unknown>): Result<CommandResult<N>> => JSON.parse(JSON.stringify(result))
const digitOf = (args: unknown): string => /"text":"(\d)/u.exec(JSON.stringify(args))?.[1] ?? '0'
const hashOf = (args: unknown): InfoHash => hash(/"infoHash":"(\d)/u.exec(JSON.stringify(args))?.[1] ?? '0')

describe('opening', () => {
  it('what opens is shown', async () => {
    const { opener, store } = createWorld()
    await opener.open(readText('1'))
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hash('1'), fileIndex: null }, asking: false, problem: null })
  })

  it('what does not open leaves the person where they are and says why', async () => {
    const { opener, store } = createWorld()
    await opener.open(readText('0'))
    expect(store.getState()).toMatchObject({ place: { kind: 'home' }, asking: false, problem: { code: 'sourceUnknown' } })
  })

  it('of several the first that works is shown, the others are added, the refusal is told', async () => {
    const { opener, store } = createWorld()
    await opener.open(['0', '2', '3'].flatMap(readText))
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hash('2') }, asking: false, problem: { code: 'sourceUnknown' } })
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
    expect(closed).toEqual([hash('1')])
  })

  it('a newer request takes the screen, the older torrent stays open', async () => {
    const { opener, store, closed, holdAnswers, letGo } = createWorld()
    holdAnswers()
    const both = [opener.open(readText('1')), opener.open(readText('2'))]
    letGo()
    await Promise.all(both)
    expect(store.getState()).toMatchObject({ place: { kind: 'torrent', infoHash: hash('2') }, asking: false })
    expect(store.getState().torrents).toHaveLength(2)
    expect(closed).toEqual([])
  })
})

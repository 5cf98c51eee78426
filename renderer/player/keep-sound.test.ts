import { describe, expect, it } from 'vitest'
import type { FilmFacts } from '../../shared/playback/film-facts.ts'
import type { StreamDescriptor } from '../../shared/torrent/snapshot.ts'
import { createAppStore } from '../state/store.ts'
import { createFakeBridge, hashOf } from '../test/fake-bridge.ts'
import { hearKeptSound, keepSound } from './keep-sound.ts'
import { createPlaybackStore } from './playback-store.ts'

const infoHash = hashOf('1')
const sound = (audioIndex: number, language: string) => ({ audioIndex, codec: 'aac', channels: 2, language, title: '', isDefault: audioIndex === 0, isForced: false, isCommentary: false })
const film: FilmFacts = { method: 'direct', reasons: [], durationSec: 60, video: null, height: null, audioIndex: 0, sounds: [sound(0, 'eng'), sound(1, 'fre')] }
const stream: StreamDescriptor = { streamId: 's1', infoHash, fileIndex: 0, url: 'http://127.0.0.1:1/', name: 'film', mediaType: 'video/mp4', lengthBytes: 1, method: 'direct', reasons: [], film }
const FRENCH = { language: 'fre', title: '', isCommentary: false }

function createWorld() {
  const app = createAppStore()
  const store = createPlaybackStore({ volume: 1, muted: false })
  const chosen: unknown[] = []
  app.setState({ library: [{ infoHash, name: '', magnet: '', lengthBytes: 1, addedMs: 0, touchedMs: 0, kept: false, files: [], tracks: { sound: FRENCH } }] })
  const stop = hearKeptSound({ app, store, infoHash, fileIndex: 0, choose: (wish) => { chosen.push(wish) } })
  return { app, store, chosen, stop }
}

describe('the sound of a series', () => {
  it('is heard again once the index of the film is read, and only once', () => {
    const { store, chosen } = createWorld()
    store.setState({ stream })
    expect(chosen).toEqual([])
    store.setState({ indexRead: true })
    store.setState({ stream: { ...stream, streamId: 's2' } })
    expect(chosen).toEqual([{ audioIndex: 1 }])
  })

  it('gives way to what the person has chosen meanwhile', () => {
    const { store, chosen } = createWorld()
    store.setState(({ wish }) => ({ stream, indexRead: true, wish: { ...wish, audioIndex: 0 } }))
    expect(chosen).toEqual([])
  })

  it('is what the person chose, by language and title', () => {
    const { app, store } = createWorld()
    const { bridge, asked } = createFakeBridge({})
    store.setState({ stream })
    keepSound({ bridge, app }, store, { audioIndex: 0 })
    keepSound({ bridge, app }, store, { height: 720 })
    expect(asked).toEqual([`app.keepTracks ${JSON.stringify({ infoHash, tracks: { sound: { ...FRENCH, language: 'eng' } } })}`])
  })
})

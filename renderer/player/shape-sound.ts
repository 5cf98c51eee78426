import { isPlain } from '../../shared/playback/sound-shape.ts'
import type { SoundShape } from '../../shared/playback/sound-shape.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackStore } from './playback-store.ts'
import { createSoundGraph } from './sound-graph.ts'
import type { SoundGraph } from './sound-graph.ts'

/** Keeps the sound of an element shaped as the settings and the volume say; returns how to end it. No graph is made before one is needed. */
export function shapeSound(video: HTMLVideoElement, playback: PlaybackStore, app: AppStore): () => void {
  let graph: SoundGraph | null = null
  const follow = () => {
    const shape = shapeOf(playback, app)
    if (graph === null && isPlain(shape)) return
    graph ??= createSoundGraph(video)
    graph.apply(shape)
  }
  follow()
  const unsubscribe = [
    playback.subscribe(({ volume }, before) => { if (volume !== before.volume) follow() }),
    app.subscribe(({ settings }, before) => { if (settings !== before.settings) follow() }),
  ]
  return () => {
    for (const stop of unsubscribe) stop()
    graph?.close()
  }
}

function shapeOf(playback: PlaybackStore, app: AppStore): SoundShape {
  const { clearVoices = false, nightMode = false, soundDelayMs = 0 } = app.getState().settings ?? {}
  return { volume: playback.getState().volume, clearVoices, nightMode, delayMs: soundDelayMs }
}

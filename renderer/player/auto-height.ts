import { FRESH_WATCH, watchHeight } from '../../shared/transcode/auto-height.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackStore } from './playback-store.ts'

/** Follows a conversion and changes its height when this computer is too slow for it, or has time to spare. Returns how to stop. */
export function followHeight({ app, store, now, setHeight }: {
  readonly app: AppStore
  readonly store: PlaybackStore
  readonly now: () => number
  readonly setHeight: (height: number | null) => void
}): () => void {
  let watch = FRESH_WATCH
  let streamId: string | null = null
  let stepsDown = 0

  const look = () => {
    const { stream, wish } = store.getState()
    const { conversion } = app.getState()
    if (stream?.streamId !== streamId) watch = FRESH_WATCH
    streamId = stream?.streamId ?? null
    if (!stream?.film?.video || conversion?.streamId !== streamId || conversion.method !== 'transcode' || wish.height !== null) return
    const looked = watchHeight(watch, { speed: conversion.speed, sourceLines: stream.film.video.height, height: stream.film.height, stepsDown, nowMs: now() })
    watch = looked.watch
    if (looked.height === undefined) return
    if (looked.height !== null && looked.height < (stream.film.height ?? Infinity)) stepsDown += 1
    setHeight(looked.height)
  }
  const timer = setInterval(look, LOOK_MS)
  return () => { clearInterval(timer) }
}

const LOOK_MS = 1000

import { useCallback, useEffect, useRef } from 'react'
import { neighbourFile } from '../../shared/playback/file-tree.ts'
import { english } from '../../shared/text/english.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useParts } from '../state/app-context.tsx'
import type { Playback } from './create-playback.ts'
import type { FrameMeter } from './frame-meter.ts'
import { createFrameMeter } from './frame-meter.ts'
import { setFullScreen } from './full-screen.ts'
import type { KeyAction } from './keys.ts'
import { nextSpeed } from './keys.ts'

interface RunActionParts {
  readonly playback: Playback
  readonly torrent: TorrentSnapshot
  readonly file: TorrentFile
  readonly say: (text: string) => void
  readonly toggleStats: () => void
  readonly toggleHelp: () => void
  /** Closes what is open above the picture; false when nothing was. */
  readonly closeTop: () => boolean
}

/** Carries out what keys and buttons ask for. */
export function useRunAction(parts: RunActionParts): (action: KeyAction) => void {
  const { opener } = useParts()
  const newest = useRef(parts)
  const frames = useRef<FrameMeter | null>(null)
  useEffect(() => { newest.current = parts })
  useEffect(() => {
    const video = parts.playback.video()
    frames.current = video ? createFrameMeter(video) : null
    return () => { frames.current?.close() }
  }, [parts.playback])

  return useCallback((action: KeyAction) => {
    const { playback, torrent, file, say, toggleStats, toggleHelp, closeTop } = newest.current
    const { rate, volume, muted } = playback.store.getState()
    const { currentTimeSec, durationSec } = playback.clock.read()
    const words = english.player.feedback
    switch (action.kind) {
      case 'togglePlay': return playback.togglePlay()
      case 'seekBy': return playback.seekTo(currentTimeSec + action.sec)
      case 'seekToShare': return durationSec === null ? undefined : playback.seekTo(durationSec * action.share)
      case 'stepFrame':
        playback.pause()
        return playback.seekTo(currentTimeSec + action.direction * (frames.current?.frameSec() ?? 0))
      case 'volumeBy': {
        const next = Math.max(0, Math.min(1, Math.round(((muted ? 0 : volume) + action.step) * 100) / 100))
        playback.setVolume(next)
        playback.setMuted(false)
        return say(words.volume(Math.round(next * 100)))
      }
      case 'toggleMute':
        playback.setMuted(!muted)
        return say(muted ? words.volume(Math.round(volume * 100)) : words.muted)
      case 'speedBy': return applySpeed(playback, nextSpeed(rate, action.direction), say)
      case 'normalSpeed': return applySpeed(playback, 1, say)
      case 'toggleFullScreen':
        void setFullScreen(document.fullscreenElement === null).then((done) => { if (!done) say(words.fullScreenRefused) })
        return undefined
      case 'nextFile': {
        const next = neighbourFile(torrent.files, file.index, action.direction)
        if (next) return opener.show(torrent.infoHash, next.index)
        return say(action.direction > 0 ? words.noNextFile : words.noPreviousFile)
      }
      case 'toggleStats': return toggleStats()
      case 'toggleHelp': return toggleHelp()
      case 'leave': return leave(closeTop, opener.goHome)
      default: return unreachable(action)
    }
  }, [opener])
}

function applySpeed(playback: Playback, rate: number, say: (text: string) => void): void {
  playback.setRate(rate)
  say(english.player.feedback.speed(rate))
}

/** Esc takes one thing away at a time: what lies above the picture, then full screen, then the player. */
function leave(closeTop: () => boolean, goHome: () => void): void {
  if (closeTop()) return
  if (document.fullscreenElement !== null) void setFullScreen(false)
  else goHome()
}

function unreachable(action: never): never {
  throw new Error(`an action nobody knows: ${JSON.stringify(action)}`)
}

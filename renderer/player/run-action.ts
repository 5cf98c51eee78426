import type { PlayerAction } from '../../shared/keys/actions.ts'
import { stepLoop } from '../../shared/playback/loop.ts'
import { nextSpeed } from '../../shared/playback/speeds.ts'
import { formatClock } from '../../shared/text/numbers.ts'
import { neighbourFile } from '../../shared/playback/file-tree.ts'
import type { Chapter } from '../../shared/playback/chapters.ts'
import { chapterAt, chapterJump } from '../../shared/playback/chapters.ts'
import { MAX_VOLUME } from '../../shared/playback/sound-shape.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { soundName } from '../../shared/text/method-words.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import type { Opener } from '../open/create-opener.ts'
import type { SubtitleControl } from '../subtitles/create-subtitles.ts'
import { trackName } from '../subtitles/track-name.ts'
import type { Playback } from './create-playback.ts'
import { heardSound } from './playback-store.ts'
import { setFullScreen } from './full-screen.ts'
import { languageName } from '../ui/language-name.ts'

/** What an action may touch. */
export interface ActionTargets {
  readonly playback: Playback
  readonly subtitles: SubtitleControl
  readonly chapters: readonly Chapter[]
  readonly opener: Opener
  readonly torrent: TorrentSnapshot
  readonly file: TorrentFile
  /** Length of one frame of this film. */
  readonly frameSec: () => number
  readonly say: (text: string) => void
  readonly toggleStats: () => void
  readonly toggleMini: () => void
  /** Keeps the picture that is shown and says where. */
  readonly takePicture: () => void
  /** Closes what is open above the picture; false when nothing was. */
  readonly closeTop: () => boolean
}

const words = catalogue.player.feedback

/** Carries out what a key or a button asks for. */
export function runAction(action: PlayerAction, targets: ActionTargets): void {
  const { playback } = targets
  const { currentTimeSec, durationSec } = playback.clock.read()
  switch (action.kind) {
    case 'togglePlay': return playback.togglePlay()
    case 'seekBy': return playback.seekTo(currentTimeSec + action.sec)
    case 'seekToShare': return playback.seekTo((durationSec ?? 0) * action.share)
    case 'stepFrame': return stepFrame(action.direction, targets)
    case 'volumeBy': return changeVolume(action.step, targets)
    case 'toggleMute': return toggleMute(targets)
    case 'speedBy': return setSpeed(nextSpeed(playback.store.getState().rate, action.direction), targets)
    case 'normalSpeed': return setSpeed(1, targets)
    case 'toggleFullScreen': return toggleFullScreen(targets)
    case 'nextFile': return goToFile(action.direction, targets)
    case 'toggleSubtitles': return saySubtitles(targets.subtitles.toggle(), targets)
    case 'nextSubtitles': return saySubtitles(targets.subtitles.next(), targets)
    case 'delaySubtitles': return delaySubtitles(action.stepMs, targets)
    case 'nextSound': return nextSound(targets)
    case 'chapterBy': return goToChapter(action.direction, targets)
    case 'toggleStats': return targets.toggleStats()
    case 'toggleMini': return targets.toggleMini()
    case 'takePicture': return targets.takePicture()
    case 'stepLoop': return changeLoop(targets)
    case 'leave': return leave(targets)
    default: return unreachable(action)
  }
}

function stepFrame(direction: 1 | -1, { playback, frameSec }: ActionTargets): void {
  playback.pause()
  playback.seekTo(playback.clock.read().currentTimeSec + direction * frameSec())
}

function changeVolume(step: number, { playback, say }: ActionTargets): void {
  const { volume, muted, remote } = playback.store.getState()
  if (remote?.canSetVolume === false) return say(catalogue.cast.ownVolume)
  const most = remote === null ? MAX_VOLUME : 1
  const percent = Math.max(0, Math.min(most * 100, Math.round(((muted ? 0 : volume) + step) * 100)))
  playback.setVolume(percent / 100)
  playback.setMuted(false)
  say(words.volume(percent))
}

function toggleMute({ playback, say }: ActionTargets): void {
  const { volume, muted, remote } = playback.store.getState()
  if (remote?.canSetVolume === false) return say(catalogue.cast.ownVolume)
  playback.setMuted(!muted)
  say(muted ? words.volume(Math.round(volume * 100)) : words.muted)
}

function setSpeed(rate: number, { playback, say }: ActionTargets): void {
  if (playback.store.getState().castStreamId !== null) return say(catalogue.cast.ownSpeed)
  playback.setRate(rate)
  say(words.speed(rate))
}

function saySubtitles(shown: SubtitleTrack | null, { subtitles, say }: ActionTargets): void {
  const { feedback } = catalogue.subtitles
  if (shown) say(feedback.shown(trackName(shown)))
  else say(subtitles.tracks().length === 0 ? feedback.none : feedback.off)
}

function nextSound({ playback, say }: ActionTargets): void {
  const heard = heardSound(playback.store.getState())
  if (!heard || heard.sounds.length < 2) return say(catalogue.method.sounds.onlyOne)
  const place = heard.sounds.findIndex(({ audioIndex }) => audioIndex === heard.audioIndex)
  const next = heard.sounds[(place + 1) % heard.sounds.length]
  if (!next) return
  playback.choose({ audioIndex: next.audioIndex })
  say(soundName(next, languageName))
}

function changeLoop({ playback, say }: ActionTargets): void {
  const loop = stepLoop(playback.store.getState().loop, playback.clock.read().currentTimeSec)
  playback.store.setState({ loop })
  // The end is where it was said, so the part begins again at once.
  if (loop !== null && loop.toSec !== null) playback.seekTo(loop.fromSec)
  if (loop === null) say(words.loopOff)
  else say(loop.toSec === null ? words.loopFrom(formatClock(loop.fromSec)) : words.loopTo(formatClock(loop.fromSec), formatClock(loop.toSec)))
}

function delaySubtitles(stepMs: number, { subtitles, say }: ActionTargets): void {
  const delayMs = subtitles.delayBy(stepMs)
  say(delayMs === null ? catalogue.subtitles.feedback.off : catalogue.subtitles.feedback.delay(catalogue.subtitles.delayValue(delayMs)))
}

function goToChapter(direction: 1 | -1, { playback, chapters, say }: ActionTargets): void {
  const target = chapters.length === 0 ? null : chapterJump(chapters, playback.clock.read().currentTimeSec, direction)
  if (target === null) return say(chapters.length === 0 ? catalogue.chapters.none : catalogue.chapters.noNext)
  playback.seekTo(target)
  const number = chapterAt(chapters, target)
  say(chapters[number]?.title || catalogue.chapters.unnamed(number + 1))
}

function toggleFullScreen({ say }: ActionTargets): void {
  void setFullScreen(document.fullscreenElement === null).then((done) => { if (!done) say(words.fullScreenRefused) })
}

function goToFile(direction: 1 | -1, { torrent, file, opener, say }: ActionTargets): void {
  const next = neighbourFile(torrent.files, file.index, direction)
  if (next) opener.show(torrent.infoHash, next.index)
  else say(direction > 0 ? words.noNextFile : words.noPreviousFile)
}

/** Esc takes one thing away at a time: what lies above the picture, then full screen, then the player. */
function leave({ closeTop, opener }: ActionTargets): void {
  if (closeTop()) return
  if (document.fullscreenElement !== null) void setFullScreen(false)
  else opener.goHome()
}

function unreachable(action: never): never {
  throw new Error(`an action nobody knows: ${JSON.stringify(action)}`)
}

import type { CastLoad } from './cast-media.ts'

/** What a line of VLC's remote control tells; all else it prints is for people. */
export type VlcNews =
  /** It begins with an address. */
  | { readonly kind: 'opened'; readonly url: string }
  | { readonly kind: 'playing' }
  | { readonly kind: 'paused' }
  /** The film is over, or was stopped in its own window: VLC tells no difference. */
  | { readonly kind: 'ended' }
  /** Whole seconds, as it answers `get_time`. */
  | { readonly kind: 'time'; readonly sec: number }
  /** 0 to 1. */
  | { readonly kind: 'volume'; readonly level: number }

/** VLC counts its volume to 256; what it adds beyond is amplified. */
const FULL_VOLUME = 256

/** Reads a line of VLC's remote control (`oldrc`); null for what tells nothing we follow. */
export function readVlcLine(line: string): VlcNews | null {
  const text = line.trim()
  if (/^\d{1,9}$/.test(text)) return { kind: 'time', sec: Number(text) }
  const [, change = '', value = ''] = /^status change: \( ([a-z ]+): (.*) \)$/.exec(text) ?? []
  if (change === 'new input') return { kind: 'opened', url: value }
  if (change === 'audio volume' && /^\d{1,4}$/.test(value)) return { kind: 'volume', level: Math.min(1, Number(value) / FULL_VOLUME) }
  if (change === 'play state' && value === '3') return { kind: 'playing' }
  if (change === 'pause state' && value === '4') return { kind: 'paused' }
  return /^status change: \( (?:play|stop) state: \d+ \): End$/.test(text) ? { kind: 'ended' } : null
}

/**
 * The lines that make VLC play an address. Options stand behind the address, each after a space and a colon: nothing of a
 * film's name may look like one, for some of them write files.
 */
export function vlcLoad({ media: { url, title, subtitles, audioTrack }, startSec, paused, subtitleId }: CastLoad): readonly string[] {
  const words = title.replace(/[^\p{L}\p{N}().,-]+/gu, ' ').trim().slice(0, MAX_TITLE_CHARS)
  const subtitle = subtitles.find(({ id }) => id === subtitleId)
  const options = [`start-time=${startSec.toFixed(2)}`, ...(words === '' ? [] : [`meta-title=${words}`]), ...(audioTrack === null ? [] : [`audio-track=${String(audioTrack)}`]), ...(subtitle ? [`input-slave=${subtitle.srtUrl}`] : []), ...(paused ? ['start-paused'] : [])]
  return ['clear\n', `add ${[url, ...options.map((option) => `:${option}`)].join(' ')}\n`]
}

const MAX_TITLE_CHARS = 120

/** Lines of what the person asks. VLC refuses the first two while it is paused. */
export const vlcSeek = (toSec: number) => `seek ${String(Math.max(0, Math.round(toSec)))}\n`
export const vlcVolume = (level: number) => `volume ${String(Math.round(level * FULL_VOLUME))}\n`
/** The same word for both directions. */
export const VLC_PAUSE_OR_PLAY = 'pause\n'
export const VLC_ASK_TIME = 'get_time\n'
export const VLC_QUIT = 'quit\n'

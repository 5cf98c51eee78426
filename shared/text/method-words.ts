import type { Method, Reason } from '../playback/method.ts'
import type { FilmFacts, Sound } from '../playback/film-facts.ts'
import type { ConversionStatus } from '../transcode/conversion-status.ts'
import { catalogue } from './catalogue.ts'
import { isolate } from './isolate.ts'

const words = catalogue.method

/** Names of codecs as people write them; others are shown in capitals. */
const CODECS: Readonly<Record<string, string>> = {
  h264: 'H.264', hevc: 'HEVC', mpeg4: 'MPEG-4 (Xvid, DivX)', mpeg2video: 'MPEG-2', mpeg1video: 'MPEG-1', msmpeg4v3: 'DivX 3', vc1: 'VC-1', wmv3: 'WMV 9', wmv2: 'WMV 8', wmv1: 'WMV 7', flv1: 'Flash video', prores: 'ProRes', theora: 'Theora', vp8: 'VP8', vp9: 'VP9', av1: 'AV1',
  aac: 'AAC', ac3: 'AC-3', eac3: 'E-AC-3', dts: 'DTS', truehd: 'TrueHD', mp3: 'MP3', mp2: 'MP2', opus: 'Opus', vorbis: 'Vorbis', flac: 'FLAC', alac: 'ALAC', wmav2: 'WMA', wmapro: 'WMA Pro',
}

export function codecName(codec: string): string {
  return CODECS[codec] ?? (codec.startsWith('pcm_') ? 'PCM' : codec.toUpperCase())
}

/** What the chip says: how the film is played, and for the sound what it was. */
export function methodName(method: Method, film: FilmFacts | null): string {
  const sound = soundOf(film)
  if (method === 'transcodeAudio' && sound) return words.soundConverted(codecName(sound.codec))
  return method === 'transcode' && film?.height ? words.convertedTo(film.height) : words[method]
}

/** Why it is not played as it is, one sentence a reason. */
export function reasonSentences(reasons: readonly string[], film: FilmFacts | null): readonly string[] {
  const picture = film?.video ? codecName(film.video.codec) : ''
  const sound = soundOf(film)
  const sentences: Readonly<Record<Reason, string>> = {
    ...words.reasons,
    videoCodecUnsupported: words.reasons.videoCodecUnsupported(picture),
    bitDepthUnsupported: words.reasons.bitDepthUnsupported(picture),
    audioCodecUnsupported: words.reasons.audioCodecUnsupported(sound ? codecName(sound.codec) : ''),
  }
  return Object.entries(sentences).flatMap(([reason, sentence]) => (reasons.includes(reason) ? [sentence] : []))
}

/** How a conversion gets on. */
export function conversionSentence({ state, aheadSec }: Pick<ConversionStatus, 'state' | 'aheadSec'>): string {
  const sentence = words.states[state]
  return typeof sentence === 'string' ? sentence : sentence(aheadSec)
}

/** A sound as a person reads it: language, title, channels, codec, marks. `languageName` knows the language of the window. */
export function soundName(sound: Sound, languageName: (tag: string) => string): string {
  const language = sound.language === '' ? '' : languageName(sound.language)
  const parts = [language, sound.title === language ? '' : isolate(sound.title), channelName(sound.channels), codecName(sound.codec), sound.isForced ? words.sounds.forced : '']
  const name = parts.filter((part) => part !== '').join(' · ')
  return language === '' && sound.title === '' ? `${words.sounds.number(sound.audioIndex + 1)} · ${name}` : name
}

function channelName(channels: number): string {
  if (channels <= 0) return ''
  return channels === 1 ? words.sounds.mono : channels === 2 ? words.sounds.stereo : channels === 6 ? '5.1' : channels === 8 ? '7.1' : words.sounds.channels(channels)
}

function soundOf(film: FilmFacts | null): Sound | null {
  return film?.sounds.find(({ audioIndex }) => audioIndex === film.audioIndex) ?? null
}

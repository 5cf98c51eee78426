import { PAGE_QUESTIONS } from '../../shared/playback/device-profile.ts'
import type { PageQuestion } from '../../shared/playback/device-profile.ts'
import type { PageAbilities } from '../../shared/playback/film-facts.ts'

/** Asks the browser what it plays from a file and from segments; its word is taken, nothing is assumed. */
export async function askAbilities(): Promise<PageAbilities> {
  const answers = await Promise.all(PAGE_QUESTIONS.map(async (question) => ({ id: question.id, plays: await playsFile(question), segments: MediaSource.isTypeSupported(question.segments) })))
  return {
    file: answers.filter(({ plays }) => plays).map(({ id }) => id),
    segments: answers.filter(({ segments }) => segments).map(({ id }) => id),
    audioTracks: 'audioTracks' in HTMLMediaElement.prototype,
  }
}

/** A common film: what matters is the codec, not whether it is smooth. */
const PICTURE = { width: 1920, height: 1080, bitrate: 8_000_000, framerate: 24 }
const SOUND = { channels: '2', bitrate: 192_000, samplerate: 48_000 }

async function playsFile({ kind, file }: PageQuestion): Promise<boolean> {
  const asked = kind === 'video' ? { video: { contentType: file, ...PICTURE } } : { audio: { contentType: file, ...SOUND } }
  // A type that the browser cannot even read is one it does not play.
  return navigator.mediaCapabilities.decodingInfo({ type: 'file', ...asked }).then(({ supported }) => supported, () => false)
}

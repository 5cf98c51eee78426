import { makeOnce } from './make-once.ts'
import type { Film } from './film.ts'

/** A film in a form that players of the web do not play: made for tests of conversion. */
export interface OddFilmSpec {
  /** Extension, which also names the container for ffmpeg. */
  readonly container: string
  readonly seconds: number
  /** Arguments of the picture's encoder; null = no picture. */
  readonly video: readonly string[] | null
  /** Arguments of each sound's encoder; every sound is a tone of its own pitch. */
  readonly audio: readonly (readonly string[])[]
  /** Arguments in front of the file's name. */
  readonly output?: readonly string[]
  /** Noise over the test card: more of it makes a larger file. */
  readonly noise?: number
  /** At each whole second the picture is white and the sound is there, for a fifth of a second: so their distance can be measured. */
  readonly flashes?: boolean
}

const FRAMES_PER_SEC = 25

/** Makes it with ffmpeg, or answers with the one made before from the same arguments. */
export function makeOddFilm(spec: OddFilmSpec): Promise<Film> {
  return makeOnce(`odd-${spec.seconds}s`, spec.container, oddArgs(spec))
}

function oddArgs({ seconds, video, audio, output = [], noise = 20, flashes = false }: OddFilmSpec): string[] {
  const picture = `testsrc2=s=320x180:r=${FRAMES_PER_SEC}:d=${seconds},noise=alls=${noise}:allf=t,format=yuv420p${flashes ? `,drawbox=w=iw:h=ih:color=white:t=fill:enable='lt(mod(t+0.001,1),0.2)'` : ''}`
  const tone = (index: number) => (flashes ? `aevalsrc='0.7*sin(2*PI*${440 * (index + 1)}*t)*lt(mod(t,1),0.2)':s=48000:d=${seconds}` : `sine=f=${440 * (index + 1)}:r=48000:d=${seconds}`)
  const inputs = [
    ...(video ? ['-f', 'lavfi', '-i', picture] : []),
    ...audio.flatMap((_codec, index) => ['-f', 'lavfi', '-i', tone(index)]),
  ]
  const maps = Array.from({ length: audio.length + (video ? 1 : 0) }, (_, index) => ['-map', String(index)]).flat()
  const sounds = audio.flatMap((codec, index) => codec.map((word) => (/^-[a-z]/.test(word) ? `${word}:a:${index}` : word)))
  return ['-v', 'error', '-y', ...inputs, ...maps, ...(video ?? []), ...sounds, '-shortest', ...output]
}

/** The forms that matter most, cheap to make. Two key frames every four seconds unless said. */
export const ODD_FILMS = {
  mkvAc3: { container: 'mkv', seconds: 20, video: h264(), audio: [['-c', 'ac3', '-ac', '6', '-b', '384k']] },
  mkvDts: { container: 'mkv', seconds: 20, video: h264(), audio: [['-c', 'dca', '-strict', '-2', '-ac', '2']] },
  aviXvid: { container: 'avi', seconds: 20, video: ['-c:v', 'mpeg4', '-vtag', 'XVID', '-q:v', '5', '-g', '100'], audio: [['-c', 'libmp3lame', '-b', '128k']] },
  ts: { container: 'ts', seconds: 20, video: h264(), audio: [['-c', 'aac', '-b', '96k']] },
  hevc: { container: 'mkv', seconds: 20, video: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-g', '50'], audio: [['-c', 'aac', '-b', '96k']] },
  twoSounds: { container: 'mkv', seconds: 20, video: h264(), audio: [['-c', 'aac', '-b', '96k'], ['-c', 'aac', '-b', '96k']] },
  flv: { container: 'flv', seconds: 20, video: ['-c:v', 'flv', '-q:v', '5', '-g', '50'], audio: [['-c', 'libmp3lame', '-ar', '44100', '-b', '96k']] },
  wmv: { container: 'wmv', seconds: 20, video: ['-c:v', 'wmv2', '-q:v', '5', '-g', '50'], audio: [['-c', 'wmav2', '-b', '96k']] },
} as const satisfies Record<string, OddFilmSpec>

/** With B-frames, so that pictures are shown in another order than they lie in the file. */
function h264(): string[] {
  return ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-crf', '30']
}

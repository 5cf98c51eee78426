import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Film } from './film.ts'
import { makeOnce } from './make-once.ts'
import { sceneryGraph } from './scenery.ts'

/** A film to make. The picture moves in every frame and shows its number; the sound is a tone that never pauses. */
export interface FilmSpec {
  /** `mp4IndexAtEnd` is what a plain muxer writes, `mp4IndexAtStart` what a web encoder writes. */
  readonly kind: FilmKind
  readonly seconds: number
  /** Whole file divided by its length, sound included; within a few per cent. */
  readonly bytesPerSec: number
  /** Picture size; 320x180 decodes cheaply on a shared processor. */
  readonly size?: { readonly width: number; readonly height: number }
  /**
   * Instead of the test card: something to look at, for pictures of the window; or noise in the first half and black in
   * the second, so that nearly all bytes lie in the first (then with B-frames, which a constant rate leaves out).
   */
  readonly look?: 'testCard' | 'scenery' | 'noiseThenBlack'
}
export type FilmKind = 'mp4IndexAtEnd' | 'mp4IndexAtStart' | 'mkv' | 'webm'

const FRAMES_PER_SEC = 25
const SOUND_BYTES_PER_SEC = 12_000
/** A keyframe every 2 s: common in films made for the net, so a seek never waits long for one. */
const KEYFRAME_FRAMES = 50
const EXTENSIONS = { mp4IndexAtEnd: 'mp4', mp4IndexAtStart: 'mp4', mkv: 'mkv', webm: 'webm' } as const

/** Makes a film with ffmpeg, or answers with the one made before from the same arguments. */
export function makeFilm(spec: FilmSpec): Promise<Film> {
  return makeOnce(`${spec.kind}-${spec.seconds}s`, EXTENSIONS[spec.kind], filmArgs(spec))
}

/** SHA-256 of a whole file, as 64 hexadecimal digits. */
export async function sha256OfFile(filePath: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const slice of createReadStream(filePath)) hash.update(slice)
  return hash.digest('hex')
}

function filmArgs(spec: FilmSpec): string[] {
  return ['-v', 'error', '-y', ...pictureSource(spec), '-f', 'lavfi', '-i', `sine=f=440:r=48000:d=${spec.seconds}`, ...codecArgs(spec)]
}

function pictureSource(spec: FilmSpec): string[] {
  const { width, height } = spec.size ?? { width: 320, height: 180 }
  if (spec.look === 'scenery') return ['-f', 'lavfi', '-t', String(spec.seconds), '-i', sceneryGraph(width, height, FRAMES_PER_SEC)]
  if (spec.look === 'noiseThenBlack') return ['-f', 'lavfi', '-i', `color=c=black:s=${width}x${height}:r=${FRAMES_PER_SEC}:d=${spec.seconds},noise=alls=80:allf=t:enable='lt(t,${spec.seconds / 2})'`]
  const counter = `drawtext=text='%{n}':x=8:y=8:fontsize=${Math.round(height / 6)}:box=1:fontcolor=white:boxcolor=black`
  const source = `testsrc2=s=${width}x${height}:r=${FRAMES_PER_SEC}:d=${spec.seconds},noise=alls=40:allf=t,${counter}`
  return ['-f', 'lavfi', '-i', source]
}

function codecArgs(spec: FilmSpec): string[] {
  const bits = String(Math.max(100_000, (spec.bytesPerSec - SOUND_BYTES_PER_SEC) * 8))
  const uneven = spec.look === 'noiseThenBlack'
  const rate = ['-b:v', bits, ...(uneven ? [] : ['-minrate', bits, '-maxrate', bits]), '-g', String(KEYFRAME_FRAMES), '-threads', '2']
  if (spec.kind === 'webm') return ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '16', ...rate, '-c:a', 'libopus', '-b:a', '96k']
  const constantRate = uneven ? ['-bf', '2'] : ['-bufsize', bits, '-x264-params', 'nal-hrd=cbr']
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...rate, ...constantRate]
  return [...h264, '-c:a', 'aac', '-b:a', '96k', ...(spec.kind === 'mp4IndexAtStart' ? ['-movflags', '+faststart'] : [])]
}

import { rm } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { readFfmpegFacts } from '../../shared/transcode/ffmpeg-facts.ts'
import type { FfmpegFacts } from '../../shared/transcode/ffmpeg-facts.ts'
import { runProgram } from './run-program.ts'

/** What the formats of docs/formats.md need. Of the encoders of H.264 one is enough: a build without x264 has another one. */
const NEEDED: readonly { readonly of: keyof FfmpegFacts; readonly all?: readonly string[]; readonly any?: readonly string[] }[] = [
  { of: 'decoders', all: ['h264', 'hevc', 'mpeg4', 'msmpeg4', 'mpeg2video', 'mpeg1video', 'vc1', 'wmv1', 'wmv2', 'flv', 'theora', 'prores', 'ac3', 'eac3', 'dca', 'truehd', 'mp2', 'alac', 'wmav2', 'vorbis'] },
  { of: 'encoders', all: ['aac', 'mjpeg'] },
  { of: 'encoders', any: ['libx264', 'libopenh264', 'h264_videotoolbox', 'h264_mf'] },
  { of: 'protocols', all: ['http', 'tcp', 'pipe'] },
  { of: 'muxers', all: ['mp4', 'mpegts', 'mjpeg'] },
  { of: 'filters', all: ['scale', 'yadif', 'format'] },
]

export interface BuildFacts {
  readonly version: string
  readonly configuration: string
}

/** Runs the programs of a folder and looks whether they can do what is needed and may be given away. Throws with what is wrong. */
export async function checkBuild(folder: string): Promise<BuildFacts> {
  const end = process.platform === 'win32' ? '.exe' : ''
  const ask = (program: string, what: string) => runProgram(path.join(folder, `${program}${end}`), ['-hide_banner', what], folder)
  const [version, encoders, decoders, protocols, muxers, filters] = await Promise.all([ask('ffmpeg', '-version'), ask('ffmpeg', '-encoders'), ask('ffmpeg', '-decoders'), ask('ffmpeg', '-protocols'), ask('ffmpeg', '-muxers'), ask('ffmpeg', '-filters')])
  const found = readFfmpegFacts({ version, encoders, decoders, protocols, muxers, filters })
  if (!found.ok) throw new Error(found.error.message)
  const facts = found.value
  const missing = NEEDED.flatMap(({ of, all = [], any = [] }) => {
    const has = facts[of]
    if (typeof has === 'string') return []
    return [...all.filter((name) => !has.has(name)), ...(any.length > 0 && !any.some((name) => has.has(name)) ? [any.join(' or ')] : [])].map((name) => `${name} (${of})`)
  })
  if (missing.length > 0) throw new Error(`ffmpeg ${facts.version} lacks ${missing.join(', ')}; take a fuller build`)
  const configuration = /^ *configuration: (.*)$/mu.exec(version)?.[1] ?? ''
  if (configuration.includes('--enable-nonfree')) throw new Error(`ffmpeg ${facts.version} was built with --enable-nonfree, which nobody may give away; take another build`)
  await tryBoth((program) => path.join(folder, `${program}${end}`), folder)
  return { version: facts.version, configuration }
}

/** A film is made and looked into: a program that answers may still fall over its first film (a transport stream, whose names are in character sets, was one). */
async function tryBoth(pathOf: (program: string) => string, folder: string): Promise<void> {
  const film = path.join(folder, 'trial.ts')
  await runProgram(pathOf('ffmpeg'), ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=s=128x96:d=0.4', '-f', 'lavfi', '-i', 'sine=d=0.4', '-c:v', 'mpeg2video', '-c:a', 'aac', '-metadata', 'service_name=Trial', film], folder)
  const found = await runProgram(pathOf('ffprobe'), ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', film], folder)
  await rm(film)
  if (!found.includes('mpeg2video') || !found.includes('aac')) throw new Error('ffprobe does not see what ffmpeg made; take another build')
}

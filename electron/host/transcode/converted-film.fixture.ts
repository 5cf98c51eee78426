import { execFile } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** What a player would see of a converted film, fetched as a player does and looked at with ffprobe. */
export interface ConvertedFilm {
  readonly playlist: string
  readonly lengthsSec: readonly number[]
  init(): Promise<Buffer>
  segment(cell: number): Promise<Buffer>
  /** Packets of these segments with their times on the film's time line. */
  packets(cells: readonly number[]): Promise<readonly Packet[]>
  frames(cells: readonly number[]): Promise<number>
  /** A file of these segments, with times on the film's time line. */
  join(cells: readonly number[]): Promise<string>
}

export interface Packet { readonly type: string; readonly ptsSec: number; readonly bytes: number; readonly key: boolean }

/** `url`: of the media playlist. Files go into the folder. */
export async function openConverted(url: string, folder: string): Promise<ConvertedFilm> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${String(response.status)} ${await response.text()}`)
  const playlist = await response.text()
  const get = async (name: string) => {
    const answer = await fetch(new URL(name, url))
    if (!answer.ok) throw new Error(`${name}: ${String(answer.status)} ${await answer.text()}`)
    return Buffer.from(await answer.arrayBuffer())
  }
  const segment = (cell: number) => get(`${String(cell)}.m4s`)
  const init = () => get('init.mp4')
  const joined = async (cells: readonly number[]) => {
    const parts = await Promise.all(cells.map(segment))
    const file = path.join(folder, `joined-${cells.join('-')}.mp4`)
    await writeFile(file, Buffer.concat([await init(), ...parts]))
    return file
  }
  return {
    playlist, init, segment,
    lengthsSec: [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, sec]) => Number(sec)),
    join: joined,
    packets: async (cells) => packetsOf(await joined(cells)),
    frames: async (cells) => {
      const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', await joined(cells)])
      return Number(stdout.trim())
    },
  }
}

/** The packets of a file in the order they lie in it. */
export async function packetsOf(file: string): Promise<readonly Packet[]> {
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', '-show_entries', 'packet=codec_type,pts_time,size,flags', '-of', 'json', file], { maxBuffer: 64 * 1024 * 1024 })
  const found: { packets: { codec_type: string; pts_time?: string; size: string; flags: string }[] } = JSON.parse(stdout)
  return found.packets.map((packet) => ({ type: packet.codec_type, ptsSec: Number(packet.pts_time), bytes: Number(packet.size), key: packet.flags.startsWith('K') }))
}

/** The pictures of a file as they are seen, on the time line of the film. Pictures that were not encoded again are the same to the last point. */
export async function picturesOf(file: string, startSec = 0): Promise<readonly Picture[]> {
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', '-copyts', '-i', file, '-map', '0:v:0', '-vsync', 'passthrough', '-f', 'framehash', '-hash', 'md5', '-'], { maxBuffer: 64 * 1024 * 1024 })
  const [, over = '1', under = '1'] = /^#tb 0: (\d+)\/(\d+)$/m.exec(stdout) ?? []
  return stdout.split('\n').filter((line) => /^0,/.test(line)).map((line) => line.split(',').map((word) => word.trim())).map((words) => ({ ptsSec: (Number(words[2]) * Number(over)) / Number(under) - startSec, hash: words.at(-1) ?? '' }))
}

export interface Picture { readonly ptsSec: number; readonly hash: string }

/** The first stamp of a file, in seconds. */
export async function startOf(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', '-show_entries', 'format=start_time', '-of', 'csv=p=0', file])
  return Number(stdout.trim())
}

/** Numbers of the processes that convert a film of this server. */
export function convertersOf(base: string): number[] {
  const origin = new URL(base).origin
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0')
      return words[0]?.endsWith('ffmpeg') && words.includes('pipe:1') && words.some((word) => word.startsWith(origin))
    } catch {
      return false
    }
  })
}

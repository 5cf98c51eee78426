import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFilm } from './media.ts'
import { mustRun } from './run-tool.ts'
import { createTempFolder } from './temp-folder.ts'

/** Where the bar of each subtitle stands on its screen. */
export const BAR = { x: 400, y: 600, width: 480, height: 64, screenWidth: 1280, screenHeight: 720 } as const

/** A film with Blu-ray subtitles: a red bar for 1.5 s of every 2 s. */
export async function makePictureSubtitledFilm(filePath: string, seconds: number, bytesPerSec: number): Promise<string> {
  const folder = await createTempFolder('pictures')
  const words = path.join(folder.path, 'bars.sup')
  const film = await makeFilm({ kind: 'mkv', seconds, bytesPerSec })
  await writeFile(words, Buffer.concat(Array.from({ length: seconds / 2 }, (_, i) => [...shown(i * 2), ...cleared(i * 2 + 1.5)]).flat()))
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-i', film.path, '-i', words, '-map', '0', '-map', '1', '-c', 'copy', '-metadata:s:s:0', 'language=eng', filePath])
  await folder.close()
  return filePath
}

/** The same in the transport stream of a disc, whose stamps do not begin at 0. */
export async function makePictureSubtitledDisc(filePath: string, seconds: number, bytesPerSec: number): Promise<string> {
  return wrapAgain(filePath, ['-mpegts_m2ts_mode', '1'], await makePictureSubtitledFilm(`${filePath}.mkv`, seconds, bytesPerSec))
}

/** The same in that of a broadcast, with its subtitles in the way of DVB, in German. Their times are only about those of the others. */
export async function makePictureSubtitledBroadcast(filePath: string, seconds: number, bytesPerSec: number): Promise<string> {
  return wrapAgain(filePath, ['-c:s', 'dvbsub', '-metadata:s:s:0', 'language=ger'], await makePictureSubtitledFilm(`${filePath}.mkv`, seconds, bytesPerSec))
}

async function wrapAgain(filePath: string, args: readonly string[], film: string): Promise<string> {
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-i', film, '-map', '0', '-c', 'copy', ...args, '-f', 'mpegts', filePath])
  return filePath
}

function shown(sec: number): Buffer[] {
  const row = Buffer.from([0, 0xc0 | (BAR.width >> 8), BAR.width & 255, 1, 0, 0])
  const body = Buffer.concat([be16(BAR.width), be16(BAR.height), ...Array.from({ length: BAR.height }, () => row)])
  const object = Buffer.concat([be16(0), Buffer.from([0, 0xc0, 0]), be16(body.length), body])
  return [composition(sec, [Buffer.concat([be16(0), Buffer.from([0, 0]), be16(BAR.x), be16(BAR.y)])], 0x80), window(sec), segment(sec, 0x14, Buffer.from([0, 0, 1, 63, 240, 102, 255])), segment(sec, 0x15, object), segment(sec, 0x80, Buffer.alloc(0))]
}

function cleared(sec: number): Buffer[] {
  return [composition(sec, [], 0), window(sec), segment(sec, 0x80, Buffer.alloc(0))]
}

function composition(sec: number, objects: readonly Buffer[], state: number): Buffer {
  return segment(sec, 0x16, Buffer.concat([be16(BAR.screenWidth), be16(BAR.screenHeight), Buffer.from([0x10, 0, 1, state, 0, 0, objects.length]), ...objects]))
}

function window(sec: number): Buffer {
  return segment(sec, 0x17, Buffer.concat([Buffer.from([1, 0]), be16(BAR.x), be16(BAR.y), be16(BAR.width), be16(BAR.height)]))
}

/** A segment of a .sup file: its mark, the time of 90 kHz twice, kind and length. */
function segment(sec: number, type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.write('PG', 0, 'latin1')
  head.writeUInt32BE(Math.round(sec * 90_000), 2)
  head.writeUInt8(type, 10)
  head.writeUInt16BE(body.length, 11)
  return Buffer.concat([head, body])
}

function be16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}

import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOddFilm } from '../../../e2e/lab/odd-film.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { conversionArgs } from '../../../shared/transcode/ffmpeg-args.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { makePicture } from '../pictures/make-picture.ts'
import { createFfmpegFinder } from './find-ffmpeg.ts'
import type { FfmpegTools } from './find-ffmpeg.ts'
import { probeFilm } from './probe.ts'
import { runToEnd } from './run-process.ts'

const never = new AbortController().signal
const LIMITS = { signal: never, limitMs: 20_000, maxOutputBytes: 4_000_000 }

/** What a stranger may put into a file with a film's name: a word to a place they chose (`trap`), and to a film on the person's disk (`secret`). */
const FILMS: readonly { readonly title: string; readonly name: string; readonly text: (world: { trap: string; secret: string }) => string }[] = [
  { title: 'an HLS playlist that names another server', name: 'film.mp4', text: ({ trap }) => `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${trap}/a.ts\n#EXT-X-ENDLIST\n` },
  { title: 'an HLS playlist that names a file', name: 'film.avi', text: ({ secret }) => `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:${secret}\n#EXT-X-ENDLIST\n` },
  { title: 'an HLS playlist with a key elsewhere', name: 'film.mkv', text: ({ trap, secret }) => `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-KEY:METHOD=AES-128,URI="${trap}/key"\n#EXTINF:10,\nfile:${secret}\n#EXT-X-ENDLIST\n` },
  { title: 'a list of files to join', name: 'film.avi', text: ({ secret }) => `ffconcat version 1.0\nfile 'file:${secret}'\n` },
  { title: 'a list that joins another server', name: 'film.ts', text: ({ trap }) => `ffconcat version 1.0\nfile '${trap}/b.ts'\n` },
  { title: 'a part of a file', name: 'film.mp4', text: ({ secret }) => `ffconcat version 1.0\nfile 'subfile,,start,0,end,0,,:${secret}'\n` },
  { title: 'a DASH manifest', name: 'film.mp4', text: ({ trap }) => `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT9S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="9" codecs="avc1.42c01e" width="16" height="16"><BaseURL>${trap}/c.mp4</BaseURL><SegmentBase indexRange="0-99"><Initialization range="0-99"/></SegmentBase></Representation></AdaptationSet></Period></MPD>` },
]

describe('a stranger\'s file with a film\'s name', () => {
  let folder: TempFolder
  let tools: FfmpegTools
  let server: http.Server
  let trap: net.Server
  let world = { trap: '', secret: '' }
  let caught = 0
  const served = new Map<string, Buffer>()

  beforeAll(async () => {
    folder = await createTempFolder('hostile')
    const found = await createFfmpegFinder({ places: ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform }), cwd: folder.path, log: () => undefined }).find(never)
    if (!found.ok) throw new Error(found.error.message)
    tools = found.value
    trap = net.createServer((socket) => {
      caught += 1
      socket.destroy()
    })
    server = http.createServer((request, response) => response.end(served.get(request.url ?? '')))
    await Promise.all([trap, server].map((each) => new Promise<void>((resolve) => { each.listen(0, '127.0.0.1', resolve) })))
    const secret = await makeOddFilm({ container: 'ts', seconds: 2, video: ['-c:v', 'mpeg2video'], audio: [['-c', 'mp2']] })
    world = { trap: `http://127.0.0.1:${String(portOf(trap))}`, secret: secret.path }
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    trap.close()
    await folder.close()
  })

  const serve = (name: string, bytes: Buffer): string => {
    served.set(`/${name}`, bytes)
    return `http://127.0.0.1:${String(portOf(server))}/${name}`
  }

  /** All that is ever done with a film: looked into, a picture made, converted. */
  async function doEverything(url: string): Promise<readonly boolean[]> {
    const { ffmpeg, ffprobe } = tools
    const probed = await probeFilm({ ffprobe, url, cwd: folder.path, signal: never, limitMs: LIMITS.limitMs })
    const drawn = await makePicture({ ffmpeg, url, sec: 0, cwd: folder.path, signal: never })
    const plan = { url, video: null, audio: null, encode: null, audioIsCopied: true, fromSec: 0, containers: [], entered: null }
    const converted = await runToEnd({ ...LIMITS, program: ffmpeg, args: conversionArgs(plan), cwd: folder.path })
    return [probed.ok, drawn.ok, converted.code === 0]
  }

  it.each(FILMS)('that is really $title is not opened, and leads nowhere', async ({ name, text }) => {
    caught = 0
    const url = serve(name, Buffer.from(text(world)))
    expect(await doEverything(url)).toEqual([false, false, false])
    expect(caught).toBe(0)
    expect(await readdir(folder.path)).toEqual([])
    // The trap is one: a careless program goes there or shows the person's file.
    const file = path.join(folder.path, name)
    await writeFile(file, text(world))
    const careless = await runToEnd({ ...LIMITS, program: tools.ffmpeg, args: ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file,http,tcp,crypto,subfile', ...(text(world).startsWith('ffconcat') ? ['-safe', '0'] : []), ...(text(world).startsWith('#EXTM3U') ? ['-allowed_extensions', 'ALL'] : []), '-i', file, '-f', 'null', '-'], cwd: folder.path })
    await rm(file)
    expect(caught > 0 || careless.code === 0, careless.complaints).toBe(true)
  })

  it('with an attachment that is named like a place on the disk writes none', async () => {
    const film = await makeOddFilm({ container: 'mkv', seconds: 2, video: ['-c:v', 'mpeg2video'], audio: [], output: ['-attach', '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', '-metadata:s:t', 'mimetype=font/ttf', '-metadata:s:t', 'filename=../escaped.ttf'] })
    expect((await doEverything(serve('attached.mkv', await readFile(film.path))))[0]).toBe(true)
    expect(await readdir(folder.path)).toEqual([])
    expect(await readdir(path.dirname(folder.path))).not.toContain('escaped.ttf')
  })
})

function portOf(server: net.Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

// Makes out/demo/demo.mp4, the clip behind the Demo: water in a channel with the time written over it, so that a seek can be
// checked by eye. Without ffmpeg, or with one that lacks a part, it says so and the app does without the Demo.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.resolve(import.meta.dirname, '..', '..', 'out', 'demo')
const CLIP = path.join(FOLDER, 'demo.mp4')
const STAMP = path.join(FOLDER, 'made-by')

/** Long enough for read-ahead, waiting and seeking to show; at 3.4 Mb/s the clip is 26 MB and takes about 10 s to make. */
const DURATION_SEC = 60

const FONTS = ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', '/usr/share/fonts/TTF/DejaVuSans.ttf', '/System/Library/Fonts/Menlo.ttc', 'C:/Windows/Fonts/consola.ttf']

/** Three long waves that bend each other, at a ninth of the picture's size: the scaler makes them soft and the whole quick. */
const WATER = [
  "128+46*sin(X/31-T*1.1+1.7*sin(Y/13+T*0.23))",
  "36*sin(X/47-T*0.8+2.1*sin(Y/9-T*0.31))",
  "34*sin(X/19+Y/7-T*1.7+sin(X/23+T*0.4))",
].join('+')

/** Ink #0b1116 to moving water #35c9c0, with a little foam at the crests. */
const COLOURS = "lutrgb=r='11+42*pow(val/255,2.2)+60*pow(val/255,9)':g='17+184*pow(val/255,1.9)':b='22+170*pow(val/255,1.6)'"

/** A fifth on A2, each ear a hair apart, swelling slowly. */
const TONE = [
  "0.10*sin(2*PI*110*t)*(0.7+0.3*sin(2*PI*0.07*t))+0.06*sin(2*PI*164.81*t)*(0.6+0.4*sin(2*PI*0.11*t))",
  "0.10*sin(2*PI*110.4*t)*(0.7+0.3*sin(2*PI*0.06*t))+0.06*sin(2*PI*220.3*t)*(0.6+0.4*sin(2*PI*0.09*t))",
].join('|')

/** Grain keeps the encoder near its rate: a perfectly smooth picture would be a tenth of the size of a film. */
function pictureFilters() {
  const font = FONTS.find(file => existsSync(file))
  const time = font ? [`drawtext=fontfile='${font.replace(':', '\\:')}':text='%{pts\\:hms}':fontsize=84:fontcolor=0xe9f0f2:x=(w-tw)/2:y=(h-th)/2`] : []
  return ['scale=1280:720:flags=bicubic', 'format=gbrp', COLOURS, 'vignette=PI/5', 'noise=alls=5:allf=t', ...time, 'format=yuv420p'].join(',')
}

function ffmpegArgs(target) {
  return [
    '-hide_banner', '-loglevel', 'error', '-nostdin', '-y',
    '-f', 'lavfi', '-i', `color=c=black:s=192x108:r=24:d=${DURATION_SEC},format=gray,geq=lum='${WATER}'`,
    '-f', 'lavfi', '-i', `aevalsrc=exprs='${TONE}':s=48000:d=${DURATION_SEC}`,
    '-vf', pictureFilters(),
    '-c:v', 'libx264', '-preset', 'superfast', '-b:v', '3300k', '-maxrate', '4000k', '-bufsize', '4000k', '-g', '48',
    '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', '-t', String(DURATION_SEC), target,
  ]
}

/** A clip made by another version of this script is made anew. */
const ownText = readFileSync(import.meta.filename, 'utf8')
const stands = existsSync(CLIP) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === ownText

if (!stands) makeClip()

function makeClip() {
  mkdirSync(FOLDER, { recursive: true })
  const unfinished = path.join(FOLDER, `unfinished-${process.pid}.mp4`)
  const made = spawnSync('ffmpeg', ffmpegArgs(unfinished), { encoding: 'utf8' })
  if (made.status === 0) {
    renameSync(unfinished, CLIP)
    writeFileSync(STAMP, ownText)
    return
  }
  rmSync(unfinished, { force: true })
  const why = made.error ? 'ffmpeg is not installed' : `ffmpeg: ${made.stderr.trim().split('\n').at(-1)}`
  process.stderr.write(`millrace: the Demo's clip was not made (${why}); everything else works without it\n`)
}

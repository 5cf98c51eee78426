/**
 * A sun over the sea, computed: something pleasant to see in pictures of the window without owing it to anybody.
 * Everything is a formula of ffmpeg's geq filter (X, Y, W, H in pixels, T in seconds), drawn small and scaled up soft.
 */

/** Height of the horizon as a share of the picture. */
const HORIZON = 'H*0.58'
const LOOP_SEC = 6
/** The formulas are slow; half a film's frame rate is enough for water and is doubled afterwards. */
const DRAWN_FPS = 12
const DRAWN_SIZE = '320x180'

/** The filter graph of an endless picture of the given size. */
export function sceneryGraph(width: number, height: number, framesPerSec: number): string {
  const colour = (channel: Channel) => `clip(${channelFormula(channel)},0,255)`
  const drawn = `geq=r='${colour(RED)}':g='${colour(GREEN)}':b='${colour(BLUE)}'`
  const softened = `scale=${width}:${height}:flags=bicubic,vignette=PI/6,noise=alls=4:allf=t,fps=${framesPerSec}`
  return `color=black:s=${DRAWN_SIZE}:r=${DRAWN_FPS}:d=${LOOP_SEC},format=gbrp,${drawn},loop=loop=-1:size=${LOOP_SEC * DRAWN_FPS},${softened}`
}

/** One colour channel, 0..255, of each thing in the picture. */
interface Channel {
  readonly sea: number
  readonly glitter: number
  readonly hill: number
  readonly zenith: number
  readonly horizon: number
  readonly glow: number
  readonly sun: number
}
const RED: Channel = { sea: 96, glitter: 150, hill: 16, zenith: 14, horizon: 232, glow: 60, sun: 90 }
const GREEN: Channel = { sea: 92, glitter: 110, hill: 36, zenith: 44, horizon: 150, glow: 50, sun: 90 }
const BLUE: Channel = { sea: 104, glitter: 60, hill: 48, zenith: 74, horizon: 96, glow: 20, sun: 80 }

const SUN_DISTANCE = '(hypot(X-W*0.62,Y-H*0.47)/H)'
const NEARNESS = `clip((Y-${HORIZON})/(H*0.42),0,1)`
const FALL = `clip(Y/(${HORIZON}),0,1)`
const WAVE = `sin((Y-${HORIZON})*2.2/(0.25+${NEARNESS})+T*PI/2+2*sin(X/(9+40*${NEARNESS})+T*PI/3))*sin(X/(3+16*${NEARNESS})-T*PI/3+Y*0.31)`
const SUN_PATH = `exp(-pow((X-W*0.62+6*sin(Y*0.5+T*PI/3))/(W*(0.03+0.10*${NEARNESS})),2))`
/** How far above the ridge a pixel of the sky is, in pixels; the ridge sinks into the sea left of the sun. */
const ABOVE_RIDGE = `(${HORIZON}-H*(0.05+0.035*sin(X/W*5+0.6)+0.02*sin(X/W*13)+0.008*sin(X/W*31))*clip((0.56-X/W)*4,0,1)-Y)`

function channelFormula(channel: Channel): string {
  const sea = `${channel.sea}*(1-0.65*${NEARNESS})+${channel.glitter}*${SUN_PATH}*(0.55+0.45*${WAVE})+7*${WAVE}`
  const clouds = `9*sin(Y/4+1.8*sin(X/37))*${FALL}*sin(X/71+Y/19)`
  const disc = `${channel.sun}*clip((0.075-${SUN_DISTANCE})*120+0.5,0,1)`
  const sky = `${channel.zenith}+${channel.horizon - channel.zenith}*pow(${FALL},2.2)+${channel.glow}*exp(-pow(${SUN_DISTANCE}/0.16,2)*0.9)+${disc}+${clouds}`
  const ridge = `clip(0.5-${ABOVE_RIDGE},0,1)`
  return `if(gt(Y,${HORIZON}),${sea},(${sky})*(1-${ridge})+${channel.hill}*${ridge})`
}

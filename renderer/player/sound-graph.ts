import { MAX_DELAY_MS, planSound } from '../../shared/playback/sound-shape.ts'
import type { SoundPlan, SoundShape } from '../../shared/playback/sound-shape.ts'

/** The audio graph of one video element (Web Audio API): made when it is first needed, since it cannot be taken away again. */
export interface SoundGraph {
  /** Shapes the sound from now on. */
  apply(shape: SoundShape): void
  close(): void
}

/** Changes glide over this time, so that none is heard as a click. */
const GLIDE_SEC = 0.02
/** Channels of the layout in which every film's sound is taken: 5.1; stereo and mono have their places in it (Web Audio API, 4.5.1). */
const CHANNELS = 6

/** Takes over the sound of the element. */
export function createSoundGraph(video: HTMLVideoElement): SoundGraph {
  const context = new AudioContext({ latencyHint: 'interactive' })
  const source = context.createMediaElementSource(video)
  const surround = new GainNode(context, { channelCount: CHANNELS, channelCountMode: 'explicit', channelInterpretation: 'speakers' })
  const fold = createFold(context)
  const presence = new BiquadFilterNode(context, { type: 'peaking', frequency: 2500, Q: 0.8, gain: 0 })
  const compressor = new DynamicsCompressorNode(context, { knee: 20 })
  const gain = new GainNode(context)
  const delay = new DelayNode(context, { maxDelayTime: MAX_DELAY_MS / 1000 })
  source.connect(surround).connect(fold.input)
  fold.output.connect(presence)
  gain.connect(delay).connect(context.destination)
  let compressed: boolean | null = null

  const setCompressor = (plan: SoundPlan) => {
    const wanted = plan.compressor !== null
    if (plan.compressor) {
      compressor.threshold.value = plan.compressor.thresholdDb
      compressor.ratio.value = plan.compressor.ratio
      compressor.attack.value = plan.compressor.attackSec
      compressor.release.value = plan.compressor.releaseSec
    }
    if (compressed === wanted) return
    compressed = wanted
    presence.disconnect()
    compressor.disconnect()
    if (wanted) presence.connect(compressor).connect(gain)
    else presence.connect(gain)
  }

  return {
    apply: (shape) => {
      const plan = planSound(shape)
      void context.resume()
      fold.set(plan.toLeft)
      presence.gain.setTargetAtTime(plan.presenceDb, context.currentTime, GLIDE_SEC)
      gain.gain.setTargetAtTime(plan.gain, context.currentTime, GLIDE_SEC)
      delay.delayTime.setTargetAtTime(plan.delaySec, context.currentTime, GLIDE_SEC)
      setCompressor(plan)
    },
    close: () => { void context.close() },
  }
}

/** Six channels into two: a gain from each to the left, mirrored to the right. */
function createFold(context: AudioContext) {
  const input = new ChannelSplitterNode(context, { numberOfOutputs: CHANNELS })
  const output = new ChannelMergerNode(context, { numberOfInputs: 2 })
  const gains = [LEFT_ORDER, RIGHT_ORDER].map((order, side) => order.map((channel) => {
    const gain = new GainNode(context, { gain: 0 })
    input.connect(gain, channel)
    gain.connect(output, 0, side)
    return gain
  }))
  const set = (toSide: readonly number[]) => {
    for (const side of gains) side.forEach((gain, place) => gain.gain.setTargetAtTime(toSide[place] ?? 0, context.currentTime, GLIDE_SEC))
  }
  return { input, output, set }
}

/** Channels of 5.1 as one side hears them: own, other, centre, low frequencies, own surround, other surround. */
const LEFT_ORDER = [0, 1, 2, 3, 4, 5] as const
const RIGHT_ORDER = [1, 0, 2, 3, 5, 4] as const

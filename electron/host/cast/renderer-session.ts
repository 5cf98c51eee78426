import type { Renderer } from '../../../shared/cast/device.ts'
import { addressCall } from '../../../shared/cast/renderer-calls.ts'
import type { RendererCall } from '../../../shared/cast/renderer-calls.ts'
import { startRenderer, stepRenderer } from '../../../shared/cast/renderer-session.ts'
import type { RendererEvent, RendererStep } from '../../../shared/cast/renderer-session.ts'
import { callRenderer } from './call-renderer.ts'
import type { CastSession, CastSessionWorld } from './cast-session.ts'
import { TICK_MS } from './cast-session.ts'

/** Setting a film makes some devices fetch its beginning before they answer. */
const LIMIT_MS = { setUri: 20_000, play: 10_000, other: 3000 }
/** Calls waiting for a device that takes each of them slowly. */
const MAX_WAITING = 32

/** Plays on a UPnP renderer: carries out the calls of the session's reducer one after the other. */
export function createRendererSession(found: Renderer, { first, onChange, clock }: CastSessionWorld): CastSession {
  const gone = new AbortController()
  let device = found
  const waiting: RendererCall[] = []
  let running: Promise<void> | null = null
  let step: RendererStep = startRenderer(first, clock(), found.description.renderingControl !== null)

  const take = (next: RendererStep) => {
    const before = step.state.cast
    step = next
    if (waiting.length < MAX_WAITING) waiting.push(...next.calls)
    if (waiting.length > 0) running ??= carryOut().finally(() => { running = null })
    if (next.state.cast !== before) onChange(next.state.cast)
  }
  const tell = (event: RendererEvent) => { take(stepRenderer(step.state, event, clock())) }
  const carryOut = async () => {
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      const event = await carry(call)
      // A call that was cut off by the end of the session says nothing about the device.
      if (!gone.signal.aborted && event) tell(event)
    }
  }
  const carry = async (call: RendererCall): Promise<RendererEvent | null> => {
    const addressed = addressCall(call, device.description)
    if (!addressed) return null
    const answer = await callRenderer(device, addressed, call.kind === 'setUri' || call.kind === 'play' ? LIMIT_MS[call.kind] : LIMIT_MS.other, gone.signal)
    if (answer.ok) return { kind: 'answered', call, values: answer.value }
    if (answer.error.code === 'deviceRefused') return { kind: 'faulted', call, upnpError: Number(answer.error.details['upnpError'] ?? 0) }
    return { kind: 'unanswered', call, late: answer.error.details['late'] === true }
  }
  /** A call that is under way may take seconds, and may be the one that makes it play: it is told at once, and after that again. */
  const stopNow = () => {
    if (running) waiting.push({ kind: 'stop' })
    return Promise.all([carry({ kind: 'stop' }), running])
  }
  const timer = setInterval(() => { tell({ kind: 'tick' }) }, TICK_MS)
  take(step)

  return {
    state: () => step.state.cast,
    jumpFailedToSec: () => step.state.jumpFailedToSec,
    reconnect: (to) => { if (to.kind === 'renderer') device = to },
    command: (command) => {
      // What was waiting is outdone by a stop.
      if (command.kind === 'stop') waiting.length = 0
      tell({ kind: 'command', command })
    },
    load: ({ media, startSec, paused }) => {
      waiting.length = 0
      tell({ kind: 'load', media, startSec, paused })
    },
    close: async (limitMs) => {
      clearInterval(timer)
      waiting.length = 0
      const stopped = step.state.cast.phase === 'lost' ? null : stopNow()
      await Promise.race([stopped, new Promise((resolve) => { setTimeout(resolve, limitMs).unref() })])
      gone.abort()
    },
  }
}

import type { CastLoad } from '../../../shared/cast/cast-media.ts'
import type { Chromecast } from '../../../shared/cast/device.ts'
import { startChromecast, stepChromecast } from '../../../shared/cast/chromecast-session.ts'
import type { ChromecastEvent, Outgoing } from '../../../shared/cast/chromecast-session.ts'
import { openCastChannel } from './cast-channel.ts'
import type { CastChannel } from './cast-channel.ts'
import type { CastSession, CastSessionWorld } from './cast-session.ts'
import { TICK_MS } from './cast-session.ts'
import { waitFor } from './wait-for.ts'

/** A broken connection is made anew after a pause, so that a device that refuses is not hammered. */
const RENEW_AFTER_MS = 1000
/** How long after the last word to a device its connection may take to end. */
const PARTING_MS = 300

/**
 * Plays on a Chromecast: keeps its channel and sends what the session's reducer says. `sourceId` must be this sender's own.
 * Without a first film its player is launched all the same, which takes real ones seconds, and waits for `load`.
 */
export function createChromecastSession(found: Chromecast, sourceId: string, { first, onChange, clock }: Omit<CastSessionWorld, 'first'> & { readonly first: CastLoad | null }): CastSession {
  const gone = new AbortController()
  let device = found
  let state = startChromecast(first, clock())
  let channel: CastChannel | null = null
  let renewal: NodeJS.Timeout | null = null
  /** Of several connections the newest counts: an older one may still fail. */
  let attempt = 0

  const send = ({ destination, namespace, payload }: Outgoing) => {
    channel?.send({ source: sourceId, destination, namespace, payload: JSON.stringify(payload) })
  }
  const tell = (event: ChromecastEvent) => {
    if (gone.signal.aborted) return
    const before = state.cast
    const step = stepChromecast(state, event, clock())
    state = step.state
    for (const outgoing of step.send) send(outgoing)
    if (step.connection === 'close') endChannel()
    if (step.connection === 'renew') renewChannel()
    if (state.cast !== before) onChange(state.cast)
  }
  const open = async () => {
    attempt += 1
    const mine = attempt
    const opened = await openCastChannel({
      host: device.host, port: device.port, signal: gone.signal,
      onMessage: ({ source, namespace, payload }) => { if (mine === attempt) tell({ kind: 'received', source, namespace, payload }) },
      onClose: () => { if (mine === attempt) tell({ kind: 'dropped' }) },
    })
    if (gone.signal.aborted || mine !== attempt) { if (opened.ok) opened.value.close(); return }
    channel = opened.ok ? opened.value : null
    tell({ kind: opened.ok ? 'opened' : 'dropped' })
  }
  const endChannel = () => {
    channel?.close()
    channel = null
    attempt += 1
  }
  const renewChannel = () => {
    endChannel()
    if (renewal) clearTimeout(renewal)
    renewal = setTimeout(() => { void open() }, RENEW_AFTER_MS)
  }
  const timer = setInterval(() => { tell({ kind: 'tick' }) }, TICK_MS)
  void open()

  return {
    state: () => state.cast,
    jumpFailedToSec: () => null,
    reconnect: (to) => {
      if (to.kind === 'chromecast') device = to
      tell({ kind: 'dropped' })
    },
    command: (command) => { tell({ kind: 'command', command }) },
    load: (next) => { tell({ kind: 'load', ...next }) },
    close: async (limitMs) => {
      clearInterval(timer)
      tell({ kind: 'command', command: { kind: 'stop' } })
      if (renewal) clearTimeout(renewal)
      // One that is launching its player says only then what is to be ended.
      if (state.leaving) await waitFor(() => (state.stage === 'over' ? true : null), limitMs - PARTING_MS, gone.signal)
      endChannel()
      await new Promise((resolve) => { setTimeout(resolve, Math.min(limitMs, PARTING_MS)) })
      gone.abort()
    },
  }
}

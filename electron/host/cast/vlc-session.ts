import os from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { Program } from '../../../shared/cast/device.ts'
import { readVlcLine, VLC_QUIT } from '../../../shared/cast/vlc-lines.ts'
import { startVlc, stepVlc } from '../../../shared/cast/vlc-steering.ts'
import type { VlcEvent, VlcStep } from '../../../shared/cast/vlc-steering.ts'
import { startPlayer } from '../transcode/run-process.ts'
import type { CastSession, CastSessionWorld } from './cast-session.ts'
import { TICK_MS } from './cast-session.ts'

/** Plays in a VLC window of this computer: a process of ours, steered over its standard input, which nobody else can reach. */
export function createVlcSession(device: Program, { first, onChange, clock }: CastSessionWorld): CastSession {
  const gone = new AbortController()
  const player = startPlayer({ program: device.path, args: [...ARGS, ...(process.platform === 'linux' ? ARGS_OF_LINUX : [])], cwd: os.tmpdir(), signal: gone.signal })
  let step: VlcStep = startVlc(first, clock())

  const write = (lines: readonly string[]) => { if (!gone.signal.aborted && lines.length > 0) player.stdin.write(lines.join('')) }
  const take = (next: VlcStep) => {
    const before = step.state.program.cast
    step = next
    write(next.lines)
    if (next.state.program.cast !== before) onChange(next.state.program.cast)
  }
  const tell = (event: VlcEvent) => { take(stepVlc(step.state, event, clock())) }
  createInterface({ input: player.stdout }).on('line', (line) => {
    const news = readVlcLine(line)
    if (news) tell({ kind: 'heard', news })
  }).on('error', () => undefined)
  const timer = setInterval(() => { tell({ kind: 'tick' }) }, TICK_MS)
  const ended = player.ended.then(() => {
    clearInterval(timer)
    tell({ kind: 'quit' })
  })
  write(step.lines)

  return {
    state: () => step.state.program.cast,
    jumpFailedToSec: () => null,
    reconnect: () => undefined,
    command: (command) => { tell({ kind: 'command', command }) },
    load: (load) => { tell({ kind: 'load', load }) },
    close: async (limitMs) => {
      write([VLC_QUIT])
      await Promise.race([ended, delay(limitMs, undefined, { ref: false })])
      gone.abort()
      await ended
    },
  }
}

/** Commands come by standard input; what the person set to repeat would play a film for ever. */
const ARGS = ['--extraintf=oldrc', '--rc-fake-tty', '--no-loop', '--no-repeat', '--no-play-and-exit', '--no-video-title-show']
/** A running VLC would take the film and leave us without it. Other systems' builds do not know the word and would not start. */
const ARGS_OF_LINUX = ['--no-one-instance']

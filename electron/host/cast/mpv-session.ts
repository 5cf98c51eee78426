import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { CastLoad } from '../../../shared/cast/cast-media.ts'
import type { Program } from '../../../shared/cast/device.ts'
import { MPV_HELLO, mpvCommand, mpvLoad, mpvSubtitle, readMpvLine } from '../../../shared/cast/mpv-lines.ts'
import type { ProgramEvent } from '../../../shared/cast/program-session.ts'
import { startProgram, stepProgram } from '../../../shared/cast/program-session.ts'
import { startPlayer } from '../transcode/run-process.ts'
import type { CastSession, CastSessionWorld } from './cast-session.ts'

/** A player with a slow disk takes seconds to open its socket. */
const START_MS = 15_000
const LOOK_MS = 50

/** Plays in an mpv window of this computer: a process of ours, steered over a socket only this user can reach. */
export function createMpvSession(device: Program, { first, onChange, clock }: CastSessionWorld): CastSession {
  const gone = new AbortController()
  let state = startProgram(first.media, first.startSec, first.paused, clock())
  let wanted: CastLoad = first
  let socket: Socket | null = null

  const tell = (event: ProgramEvent) => {
    const before = state.cast
    state = stepProgram(state, event, clock())
    if (state.cast !== before) onChange(state.cast)
  }
  const send = (lines: readonly string[]) => { socket?.write(lines.join('')) }
  const showSubtitle = (id: number | null) => { send([mpvSubtitle(wanted.media.subtitles.find((each) => each.id === id) ?? null)]) }
  const load = () => { send(mpvLoad(wanted)) }
  const heard = (text: string) => {
    const event = readMpvLine(text)
    if (event === 'loaded') { if (wanted.subtitleId !== null) showSubtitle(wanted.subtitleId) }
    else if (event) tell(event)
  }
  const ended = run().catch(() => { tell({ kind: 'over', why: 'quit' }) }) // no room for its folder: the player is not there

  async function run(): Promise<void> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-mpv-'))
    const ipc = process.platform === 'win32' ? `\\\\.\\pipe\\millrace-${randomBytes(16).toString('hex')}` : path.join(folder, 'ipc')
    const player = startPlayer({ program: device.path, args: [...ARGS, `--input-ipc-server=${ipc}`], cwd: folder, signal: gone.signal })
    player.stdout.resume()
    socket = await reach(ipc, gone.signal, player.ended)
    if (socket) {
      createInterface({ input: socket }).on('line', heard).on('error', () => undefined)
      tell({ kind: 'load', ...wanted })
      send(MPV_HELLO)
      load()
    } else player.kill()
    await player.ended
    socket?.destroy()
    tell({ kind: 'over', why: 'quit' })
    await rm(folder, { recursive: true, force: true })
  }

  return {
    state: () => state.cast,
    jumpFailedToSec: () => null,
    reconnect: () => undefined,
    command: (command) => {
      if (command.kind === 'subtitle') { showSubtitle(command.id); return }
      if (command.kind === 'seek') tell({ kind: 'sought', toSec: command.toSec })
      // Until it listens, what is asked for is what it will begin with.
      if (command.kind === 'pause' || command.kind === 'play') wanted = { ...wanted, paused: command.kind === 'pause' }
      send([mpvCommand(command) ?? ''])
    },
    load: (next) => {
      wanted = next
      tell({ kind: 'load', ...next })
      load()
    },
    close: async (limitMs) => {
      send([mpvCommand({ kind: 'stop' }) ?? ''])
      await Promise.race([ended, delay(limitMs, undefined, { ref: false })])
      gone.abort()
      await ended
    },
  }
}

/** It stays open between two films, and what it plays decides nothing but what is shown. */
const ARGS = ['--no-terminal', '--idle=yes', '--force-window=yes', '--ytdl=no', '--ordered-chapters=no', '--resume-playback=no', '--save-position-on-quit=no', '--keep-open=no']

/** Connects as soon as the program listens; null when it does not in time, or ends before. */
async function reach(ipc: string, signal: AbortSignal, ended: Promise<unknown>): Promise<Socket | null> {
  const untilMs = performance.now() + START_MS
  let hasEnded = false
  void ended.then(() => { hasEnded = true })
  while (!signal.aborted && !hasEnded && performance.now() < untilMs) {
    const socket = await tryOnce(ipc)
    if (socket) return socket
    await delay(LOOK_MS)
  }
  return null
}

function tryOnce(ipc: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(ipc)
    // Later errors say that the player is gone, which its end says as well.
    socket.on('error', () => { resolve(null) })
    socket.once('connect', () => { resolve(socket) })
  })
}

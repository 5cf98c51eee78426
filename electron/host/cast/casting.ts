import { randomBytes } from 'node:crypto'
import type { CastDeviceEntry, CastForm, CastStatus } from '../../../shared/cast/cast-status.ts'
import type { CastDevice, Program } from '../../../shared/cast/device.ts'
import type { DeviceEntry } from '../../../shared/cast/device-list.ts'
import type { HandlersOf } from '../../../shared/ipc/contract.ts'
import { neighbourFile } from '../../../shared/playback/file-tree.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import { unwrap } from '../../../shared/unwrap.ts'
import type { EmitMediaEvent } from '../host-options.ts'
import { createCastController } from './cast-controller.ts'
import { createCastMemory } from './cast-memory.ts'
import type { CastSession, CastSessionWorld } from './cast-session.ts'
import { createChromecastSession } from './chromecast-session.ts'
import type { FilmWorld } from './film-for-device.ts'
import { LOOPBACK, prepareFilm } from './film-for-device.ts'
import { createDeviceFinder } from './find-devices.ts'
import { localAddressTo } from './local-address.ts'
import { createMpvSession } from './mpv-session.ts'
import { createRendererSession } from './renderer-session.ts'
import { createVlcSession } from './vlc-session.ts'
import { waitFor } from './wait-for.ts'

type CastCommand = 'media.findPlayers' | 'media.setPlayers' | 'media.searchDevices' | 'media.addDevice' | 'media.planCast' | 'media.startCast' | 'media.castCommand' | 'media.stopCast' | 'media.currentCast'

/** A torrent of an earlier run is open again in a moment; one that is not was given up. */
const REOPEN_MS = 30_000

/** Finding devices and playing on one of them: the part of the host behind the cast menu. */
export interface Casting {
  readonly handlers: Pick<HandlersOf<'media', AbortSignal>, CastCommand>
  isCasting(infoHash: string): boolean
  /** Stops the device and every search. */
  close(): Promise<void>
}

export interface CastingWorld extends FilmWorld {
  readonly emit: EmitMediaEvent
  readonly files: (infoHash: CastStatus['infoHash']) => readonly TorrentFile[]
  readonly clock: () => number
  /** Private to this run, and found again by the next host of it. */
  readonly folder: string
  /** Devices on this computer count as well: tests have theirs here. */
  readonly allowLoopback: boolean
  /** Where players of this computer may lie. */
  readonly programs: (chosen: Readonly<Record<Program['id'], string | null>>) => readonly Program[]
}

export function createCasting(world: CastingWorld): Casting {
  let chosenPlayers: Readonly<Record<Program['id'], string | null>> = { mpv: null, vlc: null }
  const finder = createDeviceFinder({
    allowLoopback: world.allowLoopback, clock: world.clock, log: world.log, programs: () => world.programs(chosenPlayers),
    onChange: (entries) => { world.emit('media.devicesChanged', { devices: entries.map(toEntry) }) },
  })
  const sourceId = `sender-${randomBytes(6).toString('hex')}`
  const memory = createCastMemory(world.folder, world.clock)
  const gone = new AbortController()
  const controller = createCastController({
    findDevice: finder.find,
    searchDevices: finder.search,
    planFor: world.decide,
    localAddressTo: (device) => (device.kind === 'program' ? Promise.resolve(LOOPBACK) : localAddressTo(device.host)),
    remember: memory.keep,
    prepare: (device, film, signal) => prepareFilm(world, device, film, signal),
    getReady: (device, onChange) => (device.kind === 'chromecast' ? createChromecastSession(device, sourceId, { first: null, onChange, clock: world.clock }) : null),
    openSession: (device, first, onChange) => openSession(device, sourceId, { first, onChange, clock: world.clock }),
    nextFile: (infoHash, fileIndex, step) => neighbourFile(world.files(infoHash), fileIndex, step)?.index ?? null,
    reportPlayhead: world.reportPlayhead,
    emit: (status) => { world.emit('media.castChanged', status) },
    clock: world.clock,
  })

  /** What was on a device when an earlier run of this host died goes on there, once its torrent is open again. */
  const goOn = async () => {
    const left = await memory.read()
    if (!left) return
    // It may have another address by now.
    finder.search()
    const file = await waitFor(() => world.file(left.film.infoHash, left.film.fileIndex), REOPEN_MS, gone.signal)
    if (!file || controller.current()) return
    await controller.startOn(left.device, left.film, gone.signal).catch((error: unknown) => { world.log('cast', 'notResumed', { message: String(error) }) })
  }
  const goesOn = goOn()

  return {
    handlers: {
      'media.searchDevices': () => {
        finder.search()
        return Promise.resolve({ devices: finder.entries().map(toEntry) })
      },
      'media.findPlayers': async () => {
        await finder.findPrograms()
        return { players: finder.entries().filter(({ device }) => device.kind === 'program').map(toEntry) }
      },
      'media.setPlayers': async ({ mpvPath, vlcPath }) => {
        chosenPlayers = { mpv: mpvPath, vlc: vlcPath }
        await finder.findPrograms()
        return {}
      },
      'media.addDevice': async ({ address }, signal) => toEntry({ device: unwrap(await finder.add(address, signal)), also: null }),
      'media.planCast': (args, signal): Promise<CastForm> => controller.plan(args, signal),
      'media.startCast': (args, signal) => controller.start(args, signal),
      'media.castCommand': ({ command }) => {
        controller.command(command)
        return Promise.resolve({})
      },
      'media.stopCast': async () => ({ last: await controller.stop() }),
      'media.currentCast': async () => {
        await goesOn
        return { cast: controller.current() }
      },
    },
    isCasting: controller.isCasting,
    close: async () => {
      gone.abort()
      finder.close()
      await controller.close()
      await memory.close()
    },
  }
}

function openSession(device: CastDevice, sourceId: string, session: CastSessionWorld): CastSession {
  switch (device.kind) {
    case 'renderer': return createRendererSession(device, session)
    case 'chromecast': return createChromecastSession(device, sourceId, session)
    case 'program': return device.id === 'mpv' ? createMpvSession(device, session) : createVlcSession(device, session)
  }
}

function toEntry({ device, also }: DeviceEntry): CastDeviceEntry {
  const other = also && also.kind !== 'program' ? { id: also.id, kind: also.kind } : null
  return { id: device.id, kind: device.kind, name: device.name, model: device.model, also: other }
}


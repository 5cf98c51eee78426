import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findFreePort } from '../free-port.ts'
import { startLabProcess } from '../lab-process.ts'
import { createTempFolder } from '../temp-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { isListening } from './receiver.ts'
import type { Receiver } from './receiver.ts'

/**
 * GNOME's renderer (rygel with its playbin), without screen and sound card. Strict about media types. It speaks on every
 * network it finds, so it belongs into a network namespace that has loopback alone.
 */
export async function startRygel(name: string): Promise<Receiver> {
  const folder = await createTempFolder('rygel')
  const runtime = path.join(folder.path, 'run')
  await mkdir(runtime, { mode: 0o700 })
  const config = path.join(folder.path, 'rygel.conf')
  await writeFile(config, CONFIG(name))
  const port = await findFreePort('127.0.0.1')
  const env = { PATH: process.env['PATH'], HOME: folder.path, XDG_CONFIG_HOME: folder.path, XDG_RUNTIME_DIR: runtime, GST_PLUGIN_FEATURE_RANK: 'fakeaudiosink:MAX,fakevideosink:MAX' }
  const bus = startLabProcess('dbus-daemon', ['--session', '--nofork', '--print-address'], env)
  const busAddress = await bus.waitForLine((line) => line.startsWith('unix:'))
  const rygel = startLabProcess('rygel', ['-c', config, '-p', String(port), '--disable-plugin', 'MediaExport'], { ...env, DBUS_SESSION_BUS_ADDRESS: busAddress })
  await waitUntil(`${name} listens`, () => isListening('127.0.0.1', port), START_MS)
  return {
    name, signal: rygel.signal,
    close: async () => {
      await rygel.close()
      await bus.close()
      await folder.close()
    },
  }
}

const START_MS = 30_000

const CONFIG = (name: string) => `[general]
interface=lo
upnp-enabled=true
enable-transcoding=false
log-level=*:2

[Playbin]
enabled=true
title=${name}

[MediaExport]
enabled=false

[Tracker3]
enabled=false

[MPRIS]
enabled=false

[External]
enabled=false
`

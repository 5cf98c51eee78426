import { boolean, integer, list, literal, nullable, number, object, picklist, text, variant } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { MAX_DELAY_MS, MAX_SPEED, MIN_SPEED } from '../subtitles/shift.ts'
import { fileIndexSchema, infoHashSchema } from '../torrent/snapshot.ts'

const name = text(200)
const address = text(2000)
const port = integer(1, 65_535)
const service = object({ serviceType: name, controlPath: address })

const chromecast = object({ kind: literal('chromecast'), id: name, name, model: name, host: name, port })
const renderer = object({
  kind: literal('renderer'), id: name, name, model: name, host: name, location: address, sink: list(text(300), 2000),
  description: object({ udn: name, name, manufacturer: name, model: name, baseUrl: nullable(address), avTransport: service, renderingControl: nullable(service), connectionManager: nullable(service) }),
})

/**
 * What a run of the media host leaves for the next one, should it die while a film is on a device: the device goes on
 * with what it has, and the next run gives it the rest. Players on this computer end with the host and are not remembered.
 */
export const rememberedCastSchema = object({
  device: variant('kind', [chromecast, renderer]),
  film: object({
    infoHash: infoHashSchema, fileIndex: fileIndexSchema, atSec: number(0, 1e9), paused: boolean(), subtitleTrackId: nullable(text(64)),
    subtitleDelayMs: number(-MAX_DELAY_MS, MAX_DELAY_MS), subtitleSpeed: number(MIN_SPEED, MAX_SPEED), audioIndex: nullable(integer(0, 999)),
    method: nullable(picklist(['direct', 'remux', 'transcodeAudio', 'transcode'])), packaging: nullable(picklist(['mp4', 'ts'])),
  }),
})
export type RememberedCast = ValueOf<typeof rememberedCastSchema>

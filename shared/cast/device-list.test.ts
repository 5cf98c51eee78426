import { expect, it } from 'vitest'
import type { CastDevice } from './device.ts'
import { deviceEntries, stepDevices } from './device-list.ts'
import type { DeviceList } from './device-list.ts'

const service = { serviceType: 't', controlPath: '/c' }
const chromecast = (id: string, name: string, host: string): CastDevice => ({ kind: 'chromecast', id, name, model: '', host, port: 8009 })
const renderer = (id: string, name: string, host: string): CastDevice => ({
  kind: 'renderer', id, name, model: '', host, location: `http://${host}/`, sink: [],
  description: { udn: id, name, manufacturer: '', model: '', baseUrl: null, avTransport: service, renderingControl: null, connectionManager: null },
})
const listOf = (...devices: CastDevice[]) => devices.reduce<DeviceList>((list, device) => stepDevices(list, { kind: 'seen', device, ttlSec: 100 }, 0), new Map())
const names = (list: DeviceList) => deviceEntries(list).map(({ device, also }) => (also ? `${device.name} (${device.kind}, ${also.kind})` : device.name))

it('devices are listed by name, programs of this computer last', () => {
  const mpv: CastDevice = { kind: 'program', id: 'mpv', name: 'Another player', model: '', path: '/usr/bin/mpv' }
  expect(names(listOf(mpv, chromecast('2', 'Kitchen', '10.0.0.2'), chromecast('1', 'Bedroom', '10.0.0.1')))).toEqual(['Bedroom', 'Kitchen', 'Another player'])
})

it('a television that speaks both languages is one entry, Cast first', () => {
  expect(names(listOf(renderer('u', 'TV', '10.0.0.1'), chromecast('c', 'TV', '10.0.0.1')))).toEqual(['TV (chromecast, renderer)'])
})

it('two renderers behind one address are not taken for the Chromecast there', () => {
  expect(names(listOf(renderer('u', 'A', '10.0.0.1'), renderer('v', 'B', '10.0.0.1'), chromecast('c', 'C', '10.0.0.1')))).toEqual(['A', 'B', 'C'])
})

it('a Chromecast and a renderer on this computer are two programs, unless they have one name between them', () => {
  expect(names(listOf(renderer('uuid:u', 'Living room', '127.0.0.1'), chromecast('c', 'Bedroom', '127.0.0.1')))).toEqual(['Bedroom', 'Living room'])
  expect(names(listOf(renderer('uuid:0BD72A4E-0000-4000-8000-00000000DEAD', 'TV', '127.0.0.1'), chromecast('0bd72a4e00004000800000000000dead', 'TV', '127.0.0.1')))).toEqual(['TV (chromecast, renderer)'])
})

it('a Chromecast added by its address is the one that is found there later, and is not added twice', () => {
  const added = listOf(chromecast('10.0.0.1:8009', 'Chromecast (10.0.0.1)', '10.0.0.1'))
  const found = stepDevices(added, { kind: 'seen', device: chromecast('abc', 'Bedroom', '10.0.0.1'), ttlSec: 100 }, 0)
  expect(names(found)).toEqual(['Bedroom'])
  expect(stepDevices(found, { kind: 'seen', device: chromecast('10.0.0.1:8009', 'Chromecast (10.0.0.1)', '10.0.0.1'), ttlSec: null }, 0)).toBe(found)
})

it('a device leaves when it says so, or when it is not heard of for as long as it said', () => {
  const list = listOf(chromecast('1', 'Bedroom', '10.0.0.1'))
  expect(names(stepDevices(list, { kind: 'gone', id: '1' }, 1))).toEqual([])
  expect(stepDevices(list, { kind: 'gone', id: '2' }, 1)).toBe(list)
  expect(stepDevices(list, { kind: 'tick' }, 99_999)).toBe(list)
  expect(names(stepDevices(list, { kind: 'tick' }, 100_000))).toEqual([])
})

it('a device that is seen again lives on, with its new name', () => {
  const again = stepDevices(listOf(chromecast('1', 'Old', '10.0.0.1')), { kind: 'seen', device: chromecast('1', 'New', '10.0.0.9'), ttlSec: 100 }, 50_000)
  expect(names(stepDevices(again, { kind: 'tick' }, 120_000))).toEqual(['New'])
})

it('a device added by hand stays', () => {
  const list = stepDevices(new Map(), { kind: 'seen', device: chromecast('1', 'Mine', '10.0.0.1'), ttlSec: null }, 0)
  expect(names(stepDevices(list, { kind: 'tick' }, 1e9))).toEqual(['Mine'])
})

it('a network that invents devices fills the list no further than its bound', () => {
  const list = listOf(...Array.from({ length: 300 }, (_each, index) => chromecast(String(index), `D${String(index)}`, '10.0.0.1')))
  expect(list.size).toBe(100)
})

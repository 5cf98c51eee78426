import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseUpnpTime, toUpnpTime } from './upnp-time.ts'

it.each([
  ['0:00:45', 45], ['00:01:00.000', 60], ['+1:02:03', 3723], ['12:00:00.5', 43_200.5], ['0:00:01.1/4', 1.25], ['0:00:01.4/4', 1],
  ['NOT_IMPLEMENTED', null], ['', null], ['-0:00:01', null], ['0:61:00', null], ['45', null], ['0:0:x', null],
])('the time %s is %s seconds', (text, sec) => { expect(parseUpnpTime(text)).toBe(sec) })

it('whole seconds survive, fractions are cut, what is before the beginning is the beginning', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 359_999 }), (sec) => { expect(parseUpnpTime(toUpnpTime(sec))).toBe(sec) }))
  expect(toUpnpTime(3723.9)).toBe('1:02:03')
  expect(toUpnpTime(-5)).toBe('0:00:00')
})

import { describe, expect, it } from 'vitest'
import { hostsAt, isOneAddress } from './lan-address.ts'

describe('a listener at one address', () => {
  it('answers under that address alone', () => {
    expect(hostsAt('192.168.1.2', 5000)).toEqual(['192.168.1.2:5000'])
    expect(hostsAt('fd00::2', 5000)).toEqual(['[fd00::2]:5000'])
    expect(hostsAt('192.168.1.2', 80)).toEqual(['192.168.1.2', '192.168.1.2:80'])
  })

  it.each([['192.168.1.2', true], ['127.0.0.1', true], ['::1', true], ['10.0.0.0', true], ['0.0.0.0', false], ['::', false], ['0:0:0:0:0:0:0:0', false], ['::ffff:0.0.0.0', false], ['::0', false]])(
    '%s is one: %j', (address, isOne) => { expect(isOneAddress(address)).toBe(isOne) })
})

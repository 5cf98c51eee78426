import { describe, expect, it } from 'vitest'
import { isSocksLoginTaken, readSocksAnswer, readSocksChoice, socksAnswerRest, socksGreeting, socksLogin, socksRequest } from './socks.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0))

describe('what is said to a SOCKS proxy', () => {
  it('offers a login only where there is one', () => {
    expect(socksGreeting({ user: '' })).toEqual(bytes(5, 1, 0))
    expect(socksGreeting({ user: 'ann' })).toEqual(bytes(5, 2, 0, 2))
  })
  it('sends name and password by their lengths in UTF-8', () => {
    expect(socksLogin({ user: 'ä', password: 'xy' })).toEqual(bytes(1, 2, 0xc3, 0xa4, 2, ...ascii('xy')))
  })
  it.each([
    ['192.0.2.7', [1, 192, 0, 2, 7]],
    ['2001:db8::1', [4, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['tracker.example', [3, 15, ...ascii('tracker.example')]],
    ['1.example', [3, 9, ...ascii('1.example')]],
  ])('asks for %s as it is written, so that the proxy looks names up', (host, address) => {
    expect(socksRequest({ host, port: 6881 })).toEqual(bytes(5, 1, 0, ...address, 0x1a, 0xe1))
  })
})

describe('what a SOCKS proxy answers', () => {
  it.each([[[5, 0], 'open'], [[5, 2], 'login'], [[5, 255], 'refused'], [[4, 0], 'foreign'], [ascii('HT'), 'foreign']] as const)('%j to the greeting means %s', (said, meaning) => {
    expect(readSocksChoice(bytes(...said))).toBe(meaning)
  })
  it('takes a login with status 0 alone', () => {
    expect([isSocksLoginTaken(bytes(1, 0)), isSocksLoginTaken(bytes(1, 1))]).toEqual([true, false])
  })
  it.each([[[5, 0, 0, 1, 9], 5], [[5, 0, 0, 4, 9], 17], [[5, 0, 0, 3, 4], 6], [[5, 0, 0, 9, 9], null], [[4, 0, 0, 1, 9], null]] as const)('of an answer that begins %j %j bytes follow', (head, rest) => {
    expect(socksAnswerRest(bytes(...head))).toBe(rest)
  })
  it.each([[0, 'connected'], [1, 'failed'], [2, 'forbidden'], [4, 'failed'], [5, 'failed'], [7, 'forbidden']] as const)('%i means %s', (reply, meaning) => {
    expect(readSocksAnswer(bytes(5, reply, 0, 1, 0))).toBe(meaning)
  })
})

import { describe, expect, it } from 'vitest'
import { formatAgo, formatBytes, formatClock, formatCount, formatCushion, formatLeft, formatRate, formatShare, formatWait, percentOf, speakClock } from './numbers.ts'

describe('numbers as text', () => {
  it.each([
    [0, '0 B'], [999, '999 B'], [1000, '1 kB'], [320_000, '320 kB'], [999_499, '999 kB'], [999_500, '1.0 MB'],
    [3_140_000, '3.1 MB'], [99_940_000, '99.9 MB'], [99_960_000, '100 MB'], [2_000_000_000, '2.0 GB'], [-5, '0 B'], [Number.NaN, '0 B'],
  ])('%d bytes read as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    [0, '0 seconds ago'], [12.9, '12 seconds ago'], [60, '1 minute ago'], [3599, '59 minutes ago'], [3600, '1 hour ago'], [172_799, '47 hours ago'], [172_800, '2 days ago'],
  ])('%d seconds past read as %s', (sec, text) => {
    expect(formatAgo(sec)).toBe(text)
  })

  it('a rate is bytes with a slash', () => {
    expect(formatRate(320_000)).toBe('320 kB/s')
  })

  it.each([
    [3_100_000, 4_000_000, '3.1 of 4.0 MB'], [200_000, 4_000_000, '0.2 of 4.0 MB'], [300_000, 900_000, '300 of 900 kB'], [5_000_000, 4_000_000, '4.0 of 4.0 MB'],
  ])('%d of %d bytes use one unit: %s', (have, need, text) => {
    expect(formatShare(have, need)).toBe(text)
  })

  it.each([[0, 0, 0], [1, 0, 0], [999, 1000, 99], [1000, 1000, 100], [2, 1, 100], [-1, 10, 0]])('%d of %d is %d per cent', (have, need, percent) => {
    expect(percentOf(have, need)).toBe(percent)
  })

  it.each([[0, '0:00'], [5.9, '0:05'], [460, '7:40'], [3599.99, '59:59'], [3600, '1:00:00'], [3730, '1:02:10'], [-3, '0:00'], [Infinity, '0:00']])('%d seconds on the clock read %s', (sec, text) => {
    expect(formatClock(sec)).toBe(text)
  })

  it.each([[0, '0.0 s'], [0.64, '0.6 s'], [9.99, '9.9 s'], [12, '0:12'], [460, '7:40'], [-1, '0.0 s']])('%d seconds that lie ready are %s', (sec, text) => {
    expect(formatCushion(sec)).toBe(text)
  })

  it.each([[0, '1 s'], [1.2, '2 s'], [40, '40 s'], [59.5, '1:00'], [80, '1:20'], [900, '15 min'], [7300, '3 h']])('a wait of %d seconds reads %s', (sec, text) => {
    expect(formatWait(sec)).toBe(text)
  })

  it.each([[0, '1 s'], [460, '7:40'], [600, '10 min'], [2880, '48 min'], [3580, '1 h'], [6400, '1 h 47 min'], [7200, '2 h']])('%d seconds of a film are %s', (sec, text) => {
    expect(formatLeft(sec)).toBe(text)
  })

  it.each([[0, '0 peers'], [1, '1 peer'], [2, '2 peers']])('%d counts as %s', (count, text) => {
    expect(formatCount(count, 'peer')).toBe(text)
  })

  it('times are spoken with their units', () => {
    expect(speakClock(3730)).toBe('1 hour 2 minutes 10 seconds')
    expect(speakClock(0)).toBe('0 seconds')
  })
})

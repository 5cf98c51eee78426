import { describe, expect, it } from 'vitest'
import { isPlain, MAX_DELAY_MS, PLAIN_SHAPE, planSound } from './sound-shape.ts'

describe('the sound of a film', () => {
  it('is left alone until something else is wanted', () => {
    expect(isPlain(PLAIN_SHAPE)).toBe(true)
    expect(isPlain({ ...PLAIN_SHAPE, volume: 0.3 })).toBe(true)
    for (const wish of [{ volume: 1.2 }, { clearVoices: true }, { nightMode: true }, { delayMs: 50 }]) expect(isPlain({ ...PLAIN_SHAPE, ...wish })).toBe(false)
  })

  it('is folded down as the standard says, with the low frequencies left out', () => {
    const { toLeft, presenceDb } = planSound(PLAIN_SHAPE)
    expect(toLeft.map((gain) => Math.round(gain * 1000))).toEqual([1000, 0, 707, 0, 707, 0])
    expect(presenceDb).toBe(0)
  })

  it('has its voices about 9 dB above the rest when they are to be clear', () => {
    const [left, , centre] = planSound({ ...PLAIN_SHAPE, clearVoices: true }).toLeft
    const [plainLeft, , plainCentre] = planSound(PLAIN_SHAPE).toLeft
    expect(20 * Math.log10((centre / left) / (plainCentre / plainLeft))).toBeCloseTo(9, 0)
  })

  it.each([[0.5, 1], [1, 1], [1.5, 1.5], [2, 2], [9, 2]])('at volume %d is amplified %d times: below 1 the element is turned down instead', (volume, gain) => {
    expect(planSound({ ...PLAIN_SHAPE, volume }).gain).toBe(gain)
  })

  it.each([[-500, 0], [0, 0], [250, 0.25], [5000, MAX_DELAY_MS / 1000]])('wanted %d ms later comes %d s later: it cannot come before the picture', (delayMs, delaySec) => {
    expect(planSound({ ...PLAIN_SHAPE, delayMs }).delaySec).toBe(delaySec)
  })

  it('is compressed at night only', () => {
    expect(planSound(PLAIN_SHAPE).compressor).toBe(null)
    expect(planSound({ ...PLAIN_SHAPE, nightMode: true }).compressor?.ratio).toBeGreaterThan(4)
  })
})

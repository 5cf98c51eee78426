import { describe, expect, it } from 'vitest'
import { pieceLimitBytes } from './storage-limit.ts'

const GB = 1000 ** 3
const MIB = 1024 ** 2

describe('the room for pieces', () => {
  it.each([
    ['is what the person says, less what lies beside pieces', 1 * GB, 500 * GB, 0, 0.98 * GB],
    ['is half of what is free by default', null, 2 * GB, 0, 0.98 * GB],
    ['counts what is stored already as free', null, 1 * GB, 1 * GB, 0.98 * GB],
    ['is 20 GB by default at most', null, 1000 * GB, 0, 20 * GB - 64 * MIB],
    ['is 20 GB where the disk does not say', null, null, 0, 20 * GB - 64 * MIB],
    ['is nothing on a full disk', null, 0, 0, 0],
  ])('%s', (_title, wish, free, stored, expected) => {
    expect(pieceLimitBytes(wish, free, stored)).toBe(expected)
  })
})

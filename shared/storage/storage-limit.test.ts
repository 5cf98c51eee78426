import { describe, expect, it } from 'vitest'
import { storageLimit } from './storage-limit.ts'

const GB = 1000 ** 3
const MIB = 1024 ** 2

describe('the room for pieces', () => {
  it.each([
    ['is what the person says, less what lies beside pieces', 1 * GB, 500 * GB, 0, 0.98 * GB, 'person'],
    ['is half of what is free by default', null, 2 * GB, 0, 0.98 * GB, 'disk'],
    ['counts what is stored already as free', null, 1 * GB, 1 * GB, 0.98 * GB, 'disk'],
    ['is 20 GB by default at most', null, 1000 * GB, 0, 20 * GB - 64 * MIB, 'disk'],
    ['is 20 GB where the disk does not say', null, null, 0, 20 * GB - 64 * MIB, 'disk'],
    ['is never more than the disk has', 5 * GB, 1 * GB, 1 * GB, 1.96 * GB, 'disk'],
    ['is nothing on a full disk', null, 0, 0, 0, 'disk'],
  ])('%s', (_title, wish, free, stored, pieceBytes, setBy) => {
    expect(storageLimit(wish, free, stored)).toMatchObject({ pieceBytes, setBy })
  })
})

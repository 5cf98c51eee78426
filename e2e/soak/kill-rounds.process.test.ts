import { expect, it } from 'vitest'
import { soakKillRounds } from './kill-rounds.ts'

it('a download that is killed ten times, with a full disk and a vanished folder, keeps what was verified and claims nothing else', async () => {
  const { survived, faults } = await soakKillRounds({ rounds: 10, seed: 1 })
  expect(faults).toEqual([])
  expect(survived).toBeGreaterThan(0)
}, 240_000)

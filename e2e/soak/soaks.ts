import { soakDiskLimit } from './disk-limit.ts'
import { soakHttpClients } from './http-clients.ts'
import { soakKillRounds } from './kill-rounds.ts'
import { soakOpenClose } from './open-close.ts'
import type { Soak } from './report.ts'
import { mib } from './report.ts'

/** Ten rounds are in `npm test`; here the moments are others each time. */
const KILL_ROUNDS = 40

/** Everything `npm run soak` can do, in the order in which it does it. */
export const SOAKS: readonly Soak[] = [
  {
    name: 'clients', title: '10 000 clients that leave in the middle of a range, 1 000 jumps, 50 slow readers',
    run: async (say) => {
      const { before, after, answered, jumpMs, faults } = await soakHttpClients({ say })
      const rows = [
        { what: 'files', before: String(before.files), after: String(after.files) },
        { what: 'sockets', before: String(before.sockets), after: String(after.sockets) },
        { what: 'memory', before: mib(before.rssBytes), after: mib(after.rssBytes) },
        { what: 'clients answered', before: '', after: String(answered) },
        { what: 'first byte after a jump', before: '', after: `p50 ${String(jumpMs.p50)} ms, p95 ${String(jumpMs.p95)} ms, max ${String(jumpMs.max)} ms` },
      ]
      return { rows, faults }
    },
  },
  {
    name: 'disk-limit', title: 'a film of 5 GB watched with jumps under a limit of 1 GB',
    run: async (say) => {
      const { limitBytes, mostBytes, samples, readBytes, wrongBytes, jumpMs, faults } = await soakDiskLimit({ say })
      const rows = [
        { what: 'limit, and the most on the disk', before: mib(limitBytes), after: mib(mostBytes) },
        { what: 'looks', before: '', after: String(samples) },
        { what: 'read, and wrong', before: mib(readBytes), after: mib(wrongBytes) },
        { what: 'first byte after a jump', before: '', after: `max ${String(Math.max(...jumpMs))} ms` },
      ]
      return { rows, faults }
    },
  },
  { name: 'open-close', title: 'a day of opening, watching and closing: 720 torrents, one every two minutes', run: (say) => soakOpenClose({ say }) },
  {
    name: 'kills', title: `${String(KILL_ROUNDS)} downloads ended by kill -9, with full disks and vanished folders`,
    run: async (say, round) => {
      const { rounds, survived, pieces, faults } = await soakKillRounds({ rounds: KILL_ROUNDS, seed: round + 2, say })
      return { rows: [{ what: 'kills', before: '', after: String(rounds) }, { what: 'verified pieces that survived', before: String(pieces), after: String(survived) }], faults }
    },
  },
]

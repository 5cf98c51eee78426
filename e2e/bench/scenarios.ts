import type { Step } from './player.ts'

/** One situation of the bench: a film, peers, and what the person does. */
export interface Scenario {
  readonly name: ScenarioName
  readonly title: string
  readonly films: number
  readonly pieceLengthBytes: number
  readonly peers: readonly PeerGroup[]
  readonly steps: readonly Step[]
}
export type ScenarioName = 'oneFast' | 'eightSlow' | 'badCompany' | 'threeFilms' | 'jumpStorm' | 'fallingSilent' | 'pieces4MiB' | 'pieces16MiB'

/** Peers of one kind; all have everything. */
export interface PeerGroup {
  readonly count: number
  /** Payload cap of each, shared by all films. */
  readonly bytesPerSec: number
  /** Round trip of the nearest and of the farthest of the group; the others lie evenly between. */
  readonly roundTripMs: readonly [number, number]
  /** When the group stops answering while its connections stay: after that many bytes each, or that long after the start. */
  readonly silent?: { readonly afterBytes: number } | { readonly afterSec: number }
}

/** A full-HD film of common quality: 8.5 Mbit/s. */
export const FILM_BYTES_PER_SEC = 1_060_000
const MIB = 1_048_576
const FAR = [50, 100] as const
/** Places that no read-ahead reaches from the place before, so that every jump is a cold one. */
const JUMPS = [0.7, 0.4, 0.9] as const
const STORM = [0.5, 0.1, 0.8, 0.3, 0.65, 0.95, 0.2, 0.75, 0.4] as const

const threeJumps = (playSec: number): readonly Step[] => [...JUMPS.flatMap((toShare): readonly Step[] => [{ kind: 'play', sec: playSec }, { kind: 'jump', toShare }]), { kind: 'play', sec: playSec }]
const storm: readonly Step[] = [
  { kind: 'play', sec: 2 },
  ...STORM.map((toShare): Step => ({ kind: 'jump', toShare, giveUpAfterSec: 1 })),
  { kind: 'jump', toShare: 0.6 },
  { kind: 'play', sec: 3 },
]
/** Peers that together send that many times the film's rate. */
const far = (count: number, times: number): PeerGroup => ({ count, bytesPerSec: Math.round((times * FILM_BYTES_PER_SEC) / count), roundTripMs: FAR })
const eightSlow = [far(8, 1.5)]
const GOOD_SHARE = 1.5 / 4

/** The eight situations in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  // At 20 MB/s the whole film is here in 16 s, so the jumps come sooner than elsewhere.
  { name: 'oneFast', title: 'one fast', films: 1, pieceLengthBytes: MIB, peers: [{ count: 1, bytesPerSec: 20_000_000, roundTripMs: [20, 20] }], steps: threeJumps(2) },
  { name: 'eightSlow', title: 'eight slow', films: 1, pieceLengthBytes: MIB, peers: eightSlow, steps: threeJumps(4) },
  {
    name: 'badCompany', title: 'bad company', films: 1, pieceLengthBytes: MIB, steps: threeJumps(4),
    peers: [
      far(4, 1.5),
      { count: 2, bytesPerSec: 5000, roundTripMs: FAR },
      { count: 2, bytesPerSec: Math.round(GOOD_SHARE * FILM_BYTES_PER_SEC), roundTripMs: FAR, silent: { afterBytes: 300_000 } },
    ],
  },
  { name: 'threeFilms', title: 'three films', films: 3, pieceLengthBytes: MIB, peers: [far(8, 4.5)], steps: threeJumps(4) },
  { name: 'jumpStorm', title: 'jump storm', films: 1, pieceLengthBytes: MIB, peers: [far(8, 3)], steps: storm },
  {
    name: 'fallingSilent', title: 'falling silent', films: 1, pieceLengthBytes: MIB, steps: threeJumps(6),
    // The first jump comes when five of eight have fallen silent, whoever started how fast.
    peers: [far(3, 1.2), { ...far(5, 2), silent: { afterSec: 7 } }],
  },
  { name: 'pieces4MiB', title: '4 MiB pieces', films: 1, pieceLengthBytes: 4 * MIB, peers: eightSlow, steps: threeJumps(4) },
  { name: 'pieces16MiB', title: '16 MiB pieces', films: 1, pieceLengthBytes: 16 * MIB, peers: eightSlow, steps: threeJumps(4) },
]

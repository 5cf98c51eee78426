import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from './blocks.ts'
import { createPeerEstimate } from './peer-estimate.ts'
import { KEPT_REPEATS, pickBlocks } from './pick-blocks.ts'
import { NOW_MS, pickPicture, requestsOf } from './testing/pick-picture.ts'
import type { Round, Want } from './testing/pick-picture.ts'

/** Requests as `peer:block` in the order of sending; pieces are groups of blocks (see pick-picture). */
function expectPick(round: Round, picture: string): void {
  expect(pickPicture(round)).toBe(picture)
}

const urgent = (from: number, to: number, deadlineMs = 0): Want => ['urgent', from, to, deadlineMs]
const ahead = (from: number, to: number): Want => ['ahead', from, to, 3000]
const fill = (from: number, to: number): Want => ['fill', from, to, Infinity]

describe('the blocks that are asked for', () => {
  it('come in the order of the plan', () => {
    expectPick({ blocks: '.... ....', wants: [urgent(5, 7), ahead(0, 8)], peers: { a: { free: 5 } } }, 'a:5 a:6 a:0 a:1 a:2')
  })

  it('are only the missing ones nobody was asked for', () => {
    expectPick({ blocks: '#b.. ..#.', wants: [ahead(0, 8)], peers: { a: { free: 9 }, b: { free: 0 } } }, 'a:2 a:3 a:4 a:5 a:7')
  })

  it('are no more than there are free places', () => {
    expectPick({ blocks: '.... ....', wants: [ahead(0, 8)], peers: { a: { free: 1 }, b: { free: 2 } } }, 'a:0 b:1 b:2')
  })

  it('start inside a piece where the range starts there', () => {
    expectPick({ blocks: '.... ....', wants: [urgent(2, 3)], peers: { a: {} } }, 'a:2')
  })

  it('include the block in which a range ends', () => {
    const [request] = pickBlocks([{ tier: 'urgent', deadlineMs: 0, begin: 10, end: 11 }], { geometry: { lengthBytes: 20_000, pieceLengthBytes: 32_768 }, nextMissing: (piece) => piece, partial: () => null, fillOrder: [], repeatsLeft: 100, warmLeft: 0 }, [aloneWith(createPeerEstimate())], NOW_MS)
    expect(request).toMatchObject({ piece: 0, block: 0 })
  })

  it('end with the last, shorter piece', () => {
    expectPick({ blocks: '.... .', wants: [ahead(3, 9)], peers: { a: { free: 9 } } }, 'a:3 a:4')
  })

  it('are asked for once in a round, however many ranges want them', () => {
    expectPick({ blocks: '.... ....', wants: [urgent(1, 3), urgent(0, 4, 1000), ahead(0, 8), fill(0, 8)], peers: { a: { free: 20 } } }, 'a:1 a:2 a:0 a:3 a:4 a:5 a:6 a:7')
  })
})

describe('blocks asked for on a guess', () => {
  const warm = (from: number, to: number): Want => ['warm', from, to, 30_000]

  it('are no more than their share, and leave the other places to what is wanted', () => {
    expectPick({ blocks: '.... .... ....', wants: [warm(4, 8), ahead(8, 12)], peers: { a: { free: 5 } }, warmLeft: 2 }, 'a:4 a:5 a:8 a:9 a:10')
    expectPick({ blocks: '.... .... ....', wants: [warm(4, 8), ahead(8, 12)], peers: { a: { free: 3 } } }, 'a:8 a:9 a:10')
    expectPick({ blocks: '.... ....', wants: [warm(0, 8)], peers: { a: { span: 8 } }, warmLeft: 3 }, 'a:0+3')
  })

  it('are never asked of a slow peer, nor of a second one', () => {
    expectPick({ blocks: '....', wants: [warm(0, 4)], peers: { a: { slow: true } }, warmLeft: 4 }, '')
    expectPick({ blocks: 'AAAA', wants: [['warm', 0, 4, 0]], peers: { a: { free: 0 }, b: {} }, warmLeft: 4 }, '')
  })
})

describe('the peer that is asked', () => {
  it('is the one expected to deliver first', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 1)], peers: { a: { etaMs: 300 }, b: { etaMs: 80 }, c: { etaMs: 200 } } }, 'b:0')
  })

  it('changes when the queue of the fastest has made it the slower one', () => {
    expectPick({ blocks: '....', wants: [ahead(0, 4)], peers: { a: { etaMs: 100, free: 9 }, b: { etaMs: 115, free: 9 } } }, 'a:0 a:1 b:2 a:3')
  })

  it('has the piece', () => {
    expectPick({ blocks: '.. ..', wants: [urgent(0, 4)], peers: { a: { etaMs: 10, has: '-#' }, b: { has: '##' } } }, 'b:0 b:1 a:2 a:3')
  })

  it('does not choke, or allows just this piece', () => {
    expectPick({ blocks: '.. ..', wants: [urgent(0, 4)], peers: { a: { etaMs: 10, allows: [1], free: 4 }, b: { free: 1 } } }, 'b:0 a:2 a:3')
  })

  it('is not a far slower one when a fast one has no free place just now: the block waits for it', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 1)], peers: { fast: { etaMs: 100, free: 0 }, other: { etaMs: 5000 } } }, '')
    expectPick({ blocks: '....', wants: [['ahead', 0, 1, 10_000]], peers: { fast: { etaMs: 100, free: 0 }, other: { etaMs: 5000 } } }, 'other:0')
  })
})

describe('the queue of a peer', () => {
  it('is filled with what is due first, however long that makes it, when nobody could bring it sooner', () => {
    const strangers = (names: string[]) => Object.fromEntries(names.map((name) => [name, { proven: false, free: 4, etaMs: 600, msPerBlock: 300 }]))
    expectPick({ blocks: '........ ........', wants: [urgent(0, 5, 10), urgent(12, 16, 2000)], peers: strangers(['a']), repeatsLeft: 0 }, 'a:0 a:1 a:2 a:3')
    expectPick({ blocks: '........ ........', wants: [urgent(0, 8, 10), urgent(12, 16, 2000)], peers: strangers(['a', 'b']), repeatsLeft: 0 }, 'a:0 b:1 a:2 b:3 a:4 b:5 a:6 b:7')
  })
})

describe('a slow or silent peer', () => {
  it('never holds an urgent block that another could bring', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 2), urgent(2, 4, 1000)], peers: { s: { slow: true, etaMs: 900 }, a: { free: 1 } } }, 'a:0')
  })

  it('helps with what is due long after it could deliver', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 1), ahead(1, 4)], peers: { s: { slow: true, etaMs: 900 }, a: { free: 1 } } }, 'a:0 s:1 s:2')
    expectPick({ blocks: '....', wants: [urgent(0, 1), ahead(1, 4)], peers: { s: { slow: true, etaMs: 1100 }, a: { free: 1 } } }, 'a:0')
  })

  it('is asked all the same when nobody else has the block', () => {
    expectPick({ blocks: '.. ..', wants: [urgent(0, 2)], peers: { s: { slow: true, etaMs: 900 }, a: { has: '-#' } } }, 's:0 s:1')
    expectPick({ blocks: '.. ..', wants: [urgent(0, 2)], peers: { s: { slow: true, etaMs: 900 }, a: { allows: [1] } } }, 's:0 s:1')
  })

  it('does not keep a block from the others by its promise', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 1)], peers: { s: { slow: true, etaMs: 1 }, a: { etaMs: 400 } } }, 'a:0')
  })
})

describe('a second request', () => {
  it('goes out for a block that is overdue', () => {
    expectPick({ blocks: 'A...', wants: [urgent(0, 1)], peers: { a: { etaMs: 100 }, b: { etaMs: 100 } } }, 'b:0')
  })

  it('goes out for a block whose holder fell silent', () => {
    expectPick({ blocks: 'a...', wants: [urgent(0, 1)], peers: { a: { etaMs: 12_000, slow: true }, b: { etaMs: 100 } } }, 'b:0')
  })

  it('does not go out while the holder is in time', () => {
    expectPick({ blocks: 'a...', wants: [urgent(0, 1)], peers: { a: { etaMs: 100 }, b: { etaMs: 20 } } }, '')
  })

  it('does not go to a holder', () => {
    expectPick({ blocks: 'A...', wants: [urgent(0, 1)], peers: { a: { etaMs: 20 } } }, '')
  })

  it('does not go out for what is due late', () => {
    expectPick({ blocks: 'A...', wants: [['ahead', 0, 1, 5000], fill(0, 1)], peers: { a: {}, b: {} } }, '')
  })

  it('goes out up to the fourth holder while all are overdue, then no more', () => {
    const peers = { a: {}, b: {}, c: {} }
    expectPick({ blocks: '*...', wants: [urgent(0, 1)], peers }, '')
    const overdue = (holders: number, dueInMs: number) => pickBlocks(
      [{ tier: 'urgent', deadlineMs: 0, begin: 0, end: 1 }],
      {
        geometry: { lengthBytes: BLOCK_BYTES, pieceLengthBytes: BLOCK_BYTES }, nextMissing: (piece) => piece, fillOrder: [], repeatsLeft: 100, warmLeft: 0,
        partial: () => ({ received: new Uint8Array(1), openBlocks: 0, holders: [Array.from({ length: holders }, (_, i) => ({ peer: 100 + i, dueAtMs: NOW_MS + dueInMs }))] }),
      },
      [aloneWith(createPeerEstimate())], NOW_MS).length
    expect([1, 2, 3, 4, 5].map((holders) => overdue(holders, -1000))).toEqual([1, 1, 1, 0, 0])
    expect([1, 2, 3].map((holders) => overdue(holders, 1000))).toEqual([1, 0, 0])
  })
})

describe('a cold start', () => {
  it('asks two strangers for the very first blocks', () => {
    const peers = { a: { proven: false, free: 4 }, b: { proven: false, free: 4, etaMs: 110 } }
    expectPick({ blocks: '....', wants: [urgent(0, 2)], peers }, 'a:0 a:1 b:1 b:0')
  })

  it('lets the second stranger begin at the end, so that two quick ones meet in the middle', () => {
    expectPick({ blocks: 'aaa.', wants: [urgent(0, 3)], peers: { a: { proven: false, free: 0 }, b: { proven: false, free: 4 } } }, 'b:2 b:1 b:0')
  })

  it('asks no third one, and nobody twice for what is due later', () => {
    const peers = { a: { proven: false, free: 0 }, b: { proven: false, free: 0 }, c: { proven: false, free: 4 } }
    expectPick({ blocks: 'aa.. ....', wants: [urgent(0, 1), urgent(1, 2, 1000)], peers }, 'c:0')
    expectPick({ blocks: 'a... ....', wants: [urgent(0, 1)], peers, repeatsLeft: KEPT_REPEATS }, '')
  })

  it('does not take the queue of a stranger for late before it could have answered', () => {
    const [asked, fresh] = [createPeerEstimate(), createPeerEstimate()]
    const dueAtMs = [0, 1, 2, 3].map((queued) => NOW_MS + asked.etaMs(NOW_MS, queued))
    const partial = { received: new Uint8Array(8), holders: dueAtMs.map((due) => [{ peer: 7, dueAtMs: due }]), openBlocks: 4 }
    const work = { geometry: { lengthBytes: 131_072, pieceLengthBytes: 131_072 }, nextMissing: (piece: number) => piece, partial: () => partial, fillOrder: [], repeatsLeft: 100, warmLeft: 0 }
    const requests = pickBlocks([{ tier: 'urgent', deadlineMs: 1000, begin: 0, end: 131_072 }], work, [{ ...aloneWith(asked), id: 7, free: 0 }, { ...aloneWith(fresh), id: 8 }], NOW_MS)
    expect(requests.map(({ block }) => block)).toEqual([4, 5, 6, 7])
  })

  it('leaves second requests for what turns out late', () => {
    const peers = { a: { proven: false, free: 4 }, b: { proven: false, free: 4, etaMs: 110 } }
    expectPick({ blocks: '....', wants: [urgent(0, 3)], peers, repeatsLeft: KEPT_REPEATS + 1 }, 'a:0 a:1 b:2 a:2')
    expectPick({ blocks: 'Ac..', wants: [urgent(0, 2)], peers: { a: {}, b: {}, c: { etaMs: 3000 } }, repeatsLeft: KEPT_REPEATS }, 'b:0')
  })

  it('asks one when there is only one', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 2)], peers: { a: { proven: false, free: 4 } } }, 'a:0 a:1')
  })

  it('is over once any peer has delivered', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 2)], peers: { a: { free: 4 }, b: { proven: false, free: 4, etaMs: 300 } } }, 'a:0 a:1')
  })

  it('doubles nothing that is not urgent', () => {
    expectPick({ blocks: '....', wants: [urgent(0, 1, 1000), ahead(1, 2)], peers: { a: { proven: false, free: 4 }, b: { proven: false, free: 4, etaMs: 300 } } }, 'a:0 a:1')
  })
})

describe('the rest of a file', () => {
  it('is fetched in the order that is given, the rarest first', () => {
    expectPick({ blocks: '.. .. .. ..', wants: [fill(0, 8)], peers: { a: { free: 5 } }, fillOrder: [2, 0, 3, 1] }, 'a:4 a:5 a:0 a:1 a:6')
  })

  it('is not fetched again where it has come since the order was made', () => {
    expectPick({ blocks: '.. ## ..', wants: [fill(0, 6)], peers: { a: { free: 9 } }, fillOrder: [1, 2, 0] }, 'a:4 a:5 a:0 a:1')
  })

  it('leaves out pieces of other files', () => {
    expectPick({ blocks: '.. .. .. ..', wants: [fill(2, 6)], peers: { a: { free: 9 } }, fillOrder: [3, 2, 0, 1] }, 'a:4 a:5 a:2 a:3')
  })
})

describe('a web seed', () => {
  it('gets many blocks in one request, never past a block that is here or asked for', () => {
    expectPick({ blocks: '....#... a...', wants: [ahead(0, 11)], peers: { w: { span: 32, free: 4 }, a: { free: 0 } } }, 'w:0+4 w:5+3 w:9+2')
  })

  it('gets no more than its span and stays inside a piece', () => {
    expectPick({ blocks: '........ ....', wants: [ahead(0, 12)], peers: { w: { span: 3, free: 9 } } }, 'w:0+3 w:3+3 w:6+2 w:8+3 w:11')
  })

  it('is not asked for a block that a peer was asked for in the same round', () => {
    expectPick({ blocks: '........', wants: [urgent(3, 4), ahead(0, 8)], peers: { a: { free: 1 }, w: { span: 32, free: 4, etaMs: 400 } } }, 'a:3 w:0+3 w:4+4')
  })
})

describe('a round', () => {
  it('ends when nobody has a free place, without looking at the rest', () => {
    let looked = 0
    pickBlocks([{ tier: 'ahead', deadlineMs: 3000, begin: 0, end: 1e12 }], {
      geometry: { lengthBytes: 1e12, pieceLengthBytes: BLOCK_BYTES }, partial: () => null, fillOrder: [], repeatsLeft: 100, warmLeft: 0,
      nextMissing: (piece) => { looked += 1; return piece },
    }, [{ ...aloneWith(createPeerEstimate()), free: 3 }], NOW_MS)
    expect(looked).toBeLessThan(10)
  })

  it('ends after a while when the free peers have nothing of what is wanted', () => {
    let looked = 0
    pickBlocks([{ tier: 'ahead', deadlineMs: 3000, begin: 0, end: 1e12 }], {
      geometry: { lengthBytes: 1e12, pieceLengthBytes: BLOCK_BYTES }, partial: () => null, fillOrder: [], repeatsLeft: 100, warmLeft: 0,
      nextMissing: (piece) => { looked += 1; return piece },
    }, [{ ...aloneWith(createPeerEstimate()), has: () => false }], NOW_MS)
    expect(looked).toBeLessThan(5000)
  })

  it('looks at a piece once when those who are free may not take it', () => {
    let looked = 0
    const counting = { has: () => { looked += 1; return true } }
    const quick = { ...aloneWith(createPeerEstimate()), ...counting, free: 0 }
    const slow = { ...aloneWith(createPeerEstimate()), ...counting, id: 2, slow: true, nextMs: 3000, perBlockMs: 0 }
    pickBlocks([{ tier: 'ahead', deadlineMs: 3000, begin: 0, end: 20 * 1024 * BLOCK_BYTES }], {
      geometry: { lengthBytes: 20 * 1024 * BLOCK_BYTES, pieceLengthBytes: 1024 * BLOCK_BYTES }, nextMissing: (piece) => piece, partial: () => null, fillOrder: [], repeatsLeft: 100, warmLeft: 0,
    }, [quick, slow], NOW_MS)
    expect(looked).toBeLessThan(20 * 5)
  })

  it('uses a peer of which nothing is known', () => {
    expect(pickBlocks([{ tier: 'urgent', deadlineMs: 0, begin: 0, end: 1 }], {
      geometry: { lengthBytes: 1000, pieceLengthBytes: BLOCK_BYTES }, partial: () => null, nextMissing: (piece) => piece, fillOrder: [], repeatsLeft: 100, warmLeft: 0,
    }, [aloneWith(createPeerEstimate())], NOW_MS)).toHaveLength(1)
  })
})

describe('whatever is wanted of whomever', () => {
  const anyPeer = fc.record({ etaMs: fc.integer({ min: 1, max: 20_000 }), free: fc.integer({ min: 0, max: 6 }), slow: fc.boolean(), proven: fc.boolean(), span: fc.constantFrom(1, 1, 1, 8), has: fc.stringMatching(/^[#-]{4}$/) })
  const anyWant: fc.Arbitrary<Want> = fc.tuple(fc.constantFrom('urgent' as const, 'edges' as const, 'ahead' as const, 'fill' as const), fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 16 }), fc.constantFrom(0, 500, 3000, 9000, Infinity))
  const anyRound: fc.Arbitrary<Round> = fc.record({
    blocks: fc.array(fc.stringMatching(/^[.#abcABC*]{4}$/), { minLength: 4, maxLength: 4 }).map((pieces) => pieces.join(' ')),
    wants: fc.array(anyWant, { maxLength: 6 }),
    peers: fc.record({ a: anyPeer, b: anyPeer, c: anyPeer }),
  })

  it('no peer gets more than its free places, or a piece it has not', () => {
    fc.assert(fc.property(anyRound, (round) => {
      const requests = requestsOf(round)
      Object.values(round.peers).forEach((peer, i) => {
        const own = requests.filter((request) => request.peer === i + 1)
        expect(own.length).toBeLessThanOrEqual(peer.free ?? 0)
        for (const { piece } of own) expect(peer.has?.[piece]).toBe('#')
      })
    }))
  })

  it('no block is asked of the same peer twice, none that is here, none that nobody wants', () => {
    fc.assert(fc.property(anyRound, (round) => {
      const flat = round.blocks.replaceAll(' ', '')
      const asked = requestsOf(round).flatMap(({ peer, piece, block, count }) => Array.from({ length: count }, (_, i) => ({ peer, block: piece * 4 + block + i })))
      expect(new Set(asked.map(({ peer, block }) => `${String(peer)}:${String(block)}`)).size).toBe(asked.length)
      for (const { peer, block } of asked) {
        expect(flat[block]).not.toBe('#')
        expect(flat[block]?.toLowerCase()).not.toBe('abc'[peer - 1])
        expect(round.wants.some(([, from, to]) => block >= from && block < to)).toBe(true)
      }
    }), { numRuns: 500 })
  })

  it('every request says when it is expected', () => {
    fc.assert(fc.property(anyRound, (round) => {
      for (const { dueAtMs } of requestsOf(round)) expect(dueAtMs > NOW_MS && Number.isFinite(dueAtMs)).toBe(true)
    }))
  })

  it('a block due at once is asked for when anybody free has it', () => {
    fc.assert(fc.property(fc.record({ a: anyPeer, b: anyPeer, c: anyPeer }), (peers) => {
      const everybodyFree = Object.fromEntries(Object.entries(peers).map(([name, peer]) => [name, { ...peer, free: 1 }]))
      const asked = requestsOf({ blocks: '.... .... .... ....', wants: [urgent(0, 1)], peers: everybodyFree })
      expect(asked.length > 0).toBe(Object.values(peers).some(({ has }) => has.startsWith('#')))
    }), { numRuns: 500 })
  })
})

/** A peer that has everything, as its estimate sees it. */
function aloneWith(estimate: ReturnType<typeof createPeerEstimate>) {
  return { id: 1, has: () => true, allows: () => true, free: estimate.depth(NOW_MS, 250), nextMs: estimate.etaMs(NOW_MS, 0), perBlockMs: estimate.etaMs(NOW_MS, 1) - estimate.etaMs(NOW_MS, 0), slow: false, proven: estimate.proven(), span: 1 }
}

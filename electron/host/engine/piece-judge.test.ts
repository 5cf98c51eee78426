import { describe, expect, it } from 'vitest'
import { createBanList } from './guards/ban-list.ts'
import { createPieceJudge } from './piece-judge.ts'
import type { JudgedBlock, PieceHolder } from './piece-judge.ts'

const LIAR = '10.0.0.1'
const HONEST = '10.0.0.2'
const BYSTANDER = '10.0.0.3'

describe('who may be asked for a piece', () => {
  it('anybody, while it never failed', () => {
    const judge = createPieceJudge(createBanList())
    expect(judge.mayServe(0, LIAR, () => [])).toBe(true)
  })

  it('nobody who had a part in its failed copy, while somebody else has it', () => {
    const judge = judgeAfterFailure()
    const holders = () => [holder(LIAR, 900), holder(HONEST, 100), holder(BYSTANDER, 300)]
    expect([LIAR, HONEST, BYSTANDER].map((host) => judge.mayServe(0, host, holders))).toEqual([false, false, true])
  })

  it('the fastest suspect alone, when all who have it had a part', () => {
    const judge = judgeAfterFailure()
    const holders = () => [holder(HONEST, 100), holder(LIAR, 900)]
    expect([LIAR, HONEST].map((host) => judge.mayServe(0, host, holders))).toEqual([true, false])
  })

  it('the fastest suspect, when those without a part in it are far slower', () => {
    const judge = judgeAfterFailure()
    const holders = () => [holder(LIAR, 100), holder(HONEST, 900), holder(BYSTANDER, 10)]
    expect([LIAR, HONEST, BYSTANDER].map((host) => judge.mayServe(0, host, holders))).toEqual([false, true, true])
  })

  it('the next suspect, when the fastest has fallen silent', () => {
    const judge = judgeAfterFailure()
    const holders = () => [holder(LIAR, 900, 5000), holder(HONEST, 100)]
    expect(judge.mayServe(0, HONEST, holders)).toBe(true)
  })

  it('a liar asked alone is banned by its own copy, and then the honest one is asked', () => {
    const judge = judgeAfterFailure()
    expect([...judge.finish(0, false, [block(LIAR, 0, 'bad'), block(LIAR, 1, 'bad')])]).toEqual([LIAR])
    expect(judge.mayServe(0, HONEST, () => [holder(HONEST, 100)])).toBe(true)
    expect([...judge.finish(0, true, [block(HONEST, 0, 'good'), block(HONEST, 1, 'good')])]).toEqual([])
  })

  it('anybody, once waiting for the innocent led to nothing, until the piece is finished once more', () => {
    const judge = judgeAfterFailure()
    const holders = () => [holder(LIAR, 900), holder(HONEST, 100), holder(BYSTANDER, 300)]
    judge.lift(0)
    expect([LIAR, HONEST, BYSTANDER].map((host) => judge.mayServe(0, host, holders))).toEqual([true, true, true])
    judge.finish(0, false, [block(LIAR, 0, 'bad'), block(HONEST, 1, 'good')])
    expect([LIAR, HONEST, BYSTANDER].map((host) => judge.mayServe(0, host, holders))).toEqual([false, false, true])
  })

  it('an honest suspect asked alone clears itself and gives the liar away', () => {
    const judge = judgeAfterFailure()
    expect([...judge.finish(0, true, [block(HONEST, 0, 'good'), block(HONEST, 1, 'good')])]).toEqual([LIAR])
  })
})

function judgeAfterFailure() {
  const judge = createPieceJudge(createBanList())
  judge.finish(0, false, [block(LIAR, 0, 'bad'), block(HONEST, 1, 'good')])
  return judge
}

function block(host: string, number: number, content: string): JudgedBlock {
  return { host, offsetBytes: number * 16_384, bytes: new TextEncoder().encode(`${content}${String(number)}`) }
}

function holder(host: string, rateBytesPerSec: number, silentMs = 0): PieceHolder {
  return { host, rateBytesPerSec, silentMs }
}

import { describe, expect, it } from 'vitest'
import type { Encodable } from '../../../../shared/torrent/bencode.ts'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { createKrpcDecoder } from './krpc-message.ts'

const map = (fields: Record<string, Encodable>) => new Map(Object.entries(fields))
const node = (...address: readonly number[]) => Buffer.concat([Buffer.alloc(20, 7), Buffer.from(address), Buffer.from([26, 225])])
const PUBLIC = node(203, 0, 113, 5)
const LOCAL = [node(127, 0, 0, 1), node(192, 168, 1, 1), node(10, 0, 0, 1), node(169, 254, 169, 254), node(0, 0, 0, 0), node(224, 0, 0, 1)]
const nodesOf = (allowLocal: boolean, nodes: Uint8Array) => createKrpcDecoder({ allowLocal })(encodeBencode(map({ t: 'aa', y: 'r', r: map({ id: new Uint8Array(20), nodes }) })))

describe('an answer of a DHT node', () => {
  it('names no nodes on this computer or the local network', () => {
    expect(nodesOf(false, Buffer.concat([...LOCAL, PUBLIC, ...LOCAL]))).toMatchObject({ r: { nodes: PUBLIC } })
  })

  it('may name them when that is allowed', () => {
    expect(nodesOf(true, Buffer.concat([...LOCAL, PUBLIC]))).toMatchObject({ r: { nodes: Buffer.concat([...LOCAL, PUBLIC]) } })
  })

  it('loses the half node at its end', () => {
    expect(nodesOf(false, Buffer.concat([PUBLIC, PUBLIC.subarray(0, 25)]))).toMatchObject({ r: { nodes: PUBLIC } })
  })
})

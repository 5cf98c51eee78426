import path from 'node:path'
import type { OpenSource } from '../../../shared/ipc/contract.ts'
import { isBareInfoHash } from '../../../shared/torrent/info-hash-text.ts'

/** What a word on the command line stands for: links and hashes are texts, everything else is a path seen from cwd. */
export function toOpenSource(source: string, cwd: string): OpenSource {
  const isText = /^(magnet|https?|file|urn):/i.test(source) || isBareInfoHash(source)
  return isText ? { kind: 'text', text: source } : { kind: 'path', path: path.resolve(cwd, source) }
}

/** A value BEP 3 can write down. Keys of a dictionary are ASCII here and are sorted when written. */
export type Bencodable = number | string | Uint8Array | readonly Bencodable[] | { readonly [key: string]: Bencodable }

/** Writes a value in BEP 3 encoding. The lab has its own writer so that it shares no mistake with the product's reader. */
export function bencode(value: Bencodable): Buffer {
  if (typeof value === 'number') return Buffer.from(`i${value}e`)
  if (typeof value === 'string') return bencodeBytes(Buffer.from(value))
  if (value instanceof Uint8Array) return bencodeBytes(value)
  if (isList(value)) return Buffer.concat([Buffer.from('l'), ...value.map(bencode), Buffer.from('e')])
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat([Buffer.from('d'), ...entries.flatMap(([key, item]) => [bencode(key), bencode(item)]), Buffer.from('e')])
}

function bencodeBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes])
}

function isList(value: readonly Bencodable[] | { readonly [key: string]: Bencodable }): value is readonly Bencodable[] {
  return Array.isArray(value)
}

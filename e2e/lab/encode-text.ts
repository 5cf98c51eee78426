/** A text in a character set of one byte a letter, by its decoder's own table. Throws on a letter that the set does not have. */
export function encodeText(text: string, charset: 'windows-1256' | 'windows-1255' | 'windows-1251'): Buffer {
  const decoder = new TextDecoder(charset)
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from(Array.from(text, (letter) => {
    const byte = table.get(letter)
    if (byte === undefined) throw new Error(`${charset} has no ${letter}`)
    return byte
  }))
}

/** Sizes Windows asks for; all are stored as PNG, which it reads since Vista. */
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256]

/** Type codes of Apple's icon format and the size in pixels of the PNG each holds; ic11 to ic14 are the @2x forms. */
const ICNS_TYPES = [['ic11', 32], ['ic12', 64], ['ic07', 128], ['ic08', 256], ['ic13', 256], ['ic09', 512], ['ic14', 512], ['ic10', 1024]]

const ICO_HEADER_BYTES = 6
const ICO_ENTRY_BYTES = 16
const ICNS_HEADER_BYTES = 8

/** A Windows icon file from PNGs by size in pixels: header, one directory entry a picture, the pictures. */
export function toIco(pngs) {
  const pictures = ICO_SIZES.map(size => ({ size, png: pngs.get(size) }))
  const header = Buffer.alloc(ICO_HEADER_BYTES)
  header.writeUInt16LE(1, 2) // 1 = icon, 2 would be a cursor
  header.writeUInt16LE(pictures.length, 4)
  let offsetBytes = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * pictures.length
  const entries = pictures.map(({ size, png }) => {
    const entry = icoEntry(size, png.length, offsetBytes)
    offsetBytes += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)])
}

function icoEntry(size, lengthBytes, offsetBytes) {
  const entry = Buffer.alloc(ICO_ENTRY_BYTES)
  entry.writeUInt8(size % 256, 0) // 0 stands for 256
  entry.writeUInt8(size % 256, 1)
  entry.writeUInt16LE(1, 4) // colour planes
  entry.writeUInt16LE(32, 6) // bits a pixel
  entry.writeUInt32LE(lengthBytes, 8)
  entry.writeUInt32LE(offsetBytes, 12)
  return entry
}

/** An Apple icon file from PNGs by size in pixels: each block is type, its own length with this header, PNG. */
export function toIcns(pngs) {
  const blocks = ICNS_TYPES.map(([type, size]) => icnsBlock(type, pngs.get(size)))
  return icnsBlock('icns', Buffer.concat(blocks))
}

function icnsBlock(type, content) {
  const header = Buffer.alloc(ICNS_HEADER_BYTES)
  header.write(type, 'latin1')
  header.writeUInt32BE(ICNS_HEADER_BYTES + content.length, 4)
  return Buffer.concat([header, content])
}

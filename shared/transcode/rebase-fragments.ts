import { boxesIn, findBox, fourCc } from '../window/iso-boxes.ts'

/** Ticks a second of each track, by its id. */
export type Timescales = ReadonlyMap<number, number>

/** The timescales of an init segment (ISO/IEC 14496-12, 8.4.2). Empty for anything else. */
export function timescalesOf(init: Uint8Array): Timescales {
  const view = new DataView(init.buffer, init.byteOffset, init.byteLength)
  const moov = findBox(view, { begin: 0, end: init.length }, 'moov')
  const tracks = moov ? [...boxesIn(view, moov)].filter(({ type }) => type === fourCc('trak')) : []
  return new Map(tracks.flatMap((trak) => {
    const [tkhd, mdhd] = [findBox(view, trak, 'tkhd'), findBox(view, trak, 'mdia', 'mdhd')]
    if (!tkhd || !mdhd) return []
    return [[view.getUint32(tkhd.begin + (view.getUint8(tkhd.begin) === 1 ? 20 : 12)), view.getUint32(mdhd.begin + (view.getUint8(mdhd.begin) === 1 ? 20 : 12))]]
  }))
}

/**
 * The fragments with `bySec` taken from every track's decode time (ISO/IEC 14496-12, 8.8.12), so that a stream that begins
 * in the middle of a film begins at 0: players without an index would wait for the missing time to pass. Sound that began a
 * little before is set to 0. Tracks that `timescales` does not know are left as they are.
 */
export function rebaseFragments(fragments: Uint8Array, timescales: Timescales, bySec: number): Uint8Array {
  const moved = fragments.slice()
  const view = new DataView(moved.buffer)
  for (const moof of boxesIn(view, { begin: 0, end: moved.length })) {
    if (moof.type !== fourCc('moof')) continue
    for (const traf of boxesIn(view, moof)) {
      const [tfhd, tfdt] = [findBox(view, traf, 'tfhd'), findBox(view, traf, 'tfdt')]
      const timescale = tfhd ? timescales.get(view.getUint32(tfhd.begin + 4)) : undefined
      if (traf.type === fourCc('traf') && tfdt && timescale !== undefined) moveBack(view, tfdt.begin, Math.round(bySec * timescale))
    }
  }
  return moved
}

function moveBack(view: DataView, tfdt: number, ticks: number): void {
  if (view.getUint8(tfdt) === 0) view.setUint32(tfdt + 4, Math.max(0, view.getUint32(tfdt + 4) - ticks))
  else view.setBigUint64(tfdt + 4, BigInt(Math.max(0, Number(view.getBigUint64(tfdt + 4)) - ticks)))
}

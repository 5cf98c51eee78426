import { privatePart } from './private-part.ts'

/**
 * The HLS part of video.js moves segments to where it thinks they belong: to the end of what is buffered when a jump meets a
 * load, as it must for MPEG-TS, whose times begin anywhere. The film then lies seconds away from its own time, or a jump never
 * lands. Our segments carry their true times, so their offset is 0 and stays 0. `tech`: the tech that plays a playlist, in the
 * turn after its loaders were made. The names are private ones of video.js 8.24; without them nothing is changed.
 */
export function keepOffsets(tech: unknown): void {
  const updater = privatePart(tech, 'vhs', 'playlistController_', 'sourceUpdater_')
  if (typeof updater !== 'object' || updater === null) return
  for (const name of ['videoTimestampOffset', 'audioTimestampOffset']) Object.defineProperty(updater, name, { value: () => 0, configurable: true })
}

import type { Program } from '../../../shared/cast/device.ts'
import { isProgram } from '../transcode/run-process.ts'

/** The players among `places` that are installed, the first place of each. */
export async function findPrograms(places: readonly Program[]): Promise<readonly Program[]> {
  const there = await Promise.all(places.map(async (place) => ((await isProgram(place.path)) ? [place] : [])))
  return there.flat().filter((program, index, all) => all.findIndex(({ id }) => id === program.id) === index)
}

import { findEpisode } from './next-file.ts'

/** The name of the series a file is an episode of, for comparing: small letters and digits alone. Null when the name tells none. */
export function seriesOf(fileName: string): string | null {
  const name = fileName.slice(fileName.lastIndexOf('/') + 1)
  const match = findEpisode(name)
  const title = match === null ? '' : name.slice(0, match.index).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return title === '' ? null : title
}

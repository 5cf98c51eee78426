/** What was seen of one format. */
export interface MatrixRow {
  readonly container: string
  readonly picture: string
  readonly sound: string
  /** The chip's own words. */
  readonly method: string
  /** From the click to the 25th picture. */
  readonly startMs: number
  readonly frames: number
  readonly level: string
  /** By which the sound comes after the picture. */
  readonly offset: string
  /** Worst of five jumps, in seconds. */
  readonly jumps: string
  /** Of the five, from the key to the picture. */
  readonly slowestMs: number
  readonly problem: string
}

/** A row as it stands in the page. */
export function formatRow(row: MatrixRow): string {
  return `${startOf(row)} ${row.problem === '' ? row.method : `**${row.problem}**`} | ${(row.startMs / 1000).toFixed(1)} s | ${row.level} | ${row.offset} | ${row.jumps}${row.jumps === '' ? '' : ' s'} | ${row.slowestMs === 0 ? '' : `${(row.slowestMs / 1000).toFixed(1)} s`} |`
}

/** The row of a film in a page written before; null when it is not there. */
export function findRow(page: string, film: Pick<MatrixRow, 'container' | 'picture' | 'sound'>): string | null {
  return page.split('\n').find((line) => line.startsWith(startOf(film))) ?? null
}

function startOf({ container, picture, sound }: Pick<MatrixRow, 'container' | 'picture' | 'sound'>): string {
  return `| ${container} | ${picture} | ${sound} |`
}

/** The page docs/formats.md. */
export function formatMatrix(lines: readonly string[]): string {
  const good = lines.filter((line) => !line.includes('**')).length
  return `# Formats

What plays, and how. This page is written by
\`MILLRACE_MATRIX=1 npx playwright test -c e2e/playwright.config.ts --project matrix\` (with \`MILLRACE_MATRIX_ONLY='FLV|MPEG-TS/HEVC'\`
only such rows, a failed one once more): every file is made
with ffmpeg, seeded by a real client and played in the window, on a computer without a hardware decoder. "Start" is the
time from the click to the 25th picture (of which one second is those pictures), "level" that of the sound as heard,
"offset" by how much the sound comes after the picture, measured behind the last jump, "jumps" the worst miss of five jumps.
The films are short and so here as soon as they are looked into; a longer one in MPEG-TS, FLV without a list of key frames,
Matroska without an index or fragmented MP4 is converted while it comes, and repackaged from the next jump on
([0010](decisions/0010-conversion.md)).

${String(good)} of ${String(lines.length)} play.

| container | picture | sound | how it is played | start | level | offset | jumps | slowest jump |
|---|---|---|---|---|---|---|---|---|
${lines.join('\n')}
`
}

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

/** The page docs/formats.md. */
export function formatMatrix(rows: readonly MatrixRow[]): string {
  const good = rows.filter(({ problem }) => problem === '').length
  return `# Formats

What plays, and how. This page is written by
\`MILLRACE_MATRIX=1 npx playwright test -c e2e/playwright.config.ts --project matrix\`: every file is made
with ffmpeg, seeded by a real client and played in the window, on a computer without a hardware decoder. "Start" is the
time from the click to the 25th picture (of which one second is those pictures), "level" that of the sound as heard,
"offset" by how much the sound comes after the picture, measured behind the last jump, "jumps" the worst miss of five jumps.

${String(good)} of ${String(rows.length)} play.

| container | picture | sound | how it is played | start | level | offset | jumps | slowest jump |
|---|---|---|---|---|---|---|---|---|
${rows.map((row) => `| ${row.container} | ${row.picture} | ${row.sound} | ${row.problem === '' ? row.method : `**${row.problem}**`} | ${(row.startMs / 1000).toFixed(1)} s | ${row.level} | ${row.offset} | ${row.jumps}${row.jumps === '' ? '' : ' s'} | ${row.slowestMs === 0 ? '' : `${(row.slowestMs / 1000).toFixed(1)} s`} |`).join('\n')}
`
}

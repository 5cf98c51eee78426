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
  /** Worst of five jumps, in seconds. */
  readonly jumps: string
  readonly problem: string
}

/** The page docs/formats.md. */
export function formatMatrix(rows: readonly MatrixRow[]): string {
  const good = rows.filter(({ problem }) => problem === '').length
  return `# Formats

What plays, and how. This page is written by \`npx playwright test -c e2e/matrix/playwright.config.ts\`: every file is made
with ffmpeg, seeded by a real client and played in the window on a computer without a hardware decoder. "Start" is the time
from the click to the 25th picture, "jumps" the worst miss of five jumps, "sound" its level as heard.

${String(good)} of ${String(rows.length)} play.

| container | picture | sound | how it is played | start | level | jumps |
|---|---|---|---|---|---|---|
${rows.map((row) => `| ${row.container} | ${row.picture} | ${row.sound} | ${row.problem === '' ? row.method : `**${row.problem}**`} | ${(row.startMs / 1000).toFixed(1)} s | ${row.level} | ${row.jumps}${row.jumps === '' ? '' : ' s'} |`).join('\n')}
`
}

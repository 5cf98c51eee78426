import { playwrightTrouble, vitestTrouble } from './list-trouble.mjs'

/** Outcome of a stage: how many of its tests passed and failed. A stage that should have tests and ran none has failed once. */
const NOTHING_RAN = { passed: 0, failed: 1, note: 'no test ran' }

/**
 * Reads vitest's JSON report. A file that could not even be loaded has no tests in it and counts as one failure; an
 * error outside every test (exit status not 0 and nothing failed) counts as one as well. `report` null = none was written.
 */
export function countVitest(report, status) {
  if (!report) return NOTHING_RAN
  const brokenFiles = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed')).length
  const failed = report.numFailedTests + brokenFiles
  return withStatus({ passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests, trouble: vitestTrouble(report) }, status)
}

/** Reads Playwright's JSON report. A test that passed only on a retry counts as passed; errors outside tests count as failures. */
export function countPlaywright(report, status) {
  if (!report) return NOTHING_RAN
  const { expected, flaky, unexpected, skipped } = report.stats
  return withStatus({ passed: expected + flaky, failed: unexpected + report.errors.length, skipped, trouble: playwrightTrouble(report) }, status)
}

function withStatus(counts, status) {
  if (counts.passed + counts.failed === 0) return { ...NOTHING_RAN, skipped: counts.skipped }
  if (status !== 0 && counts.failed === 0) return { ...counts, failed: 1, note: `ended with status ${status} though no test failed` }
  return counts
}

/** Two halves of one stage. */
export const addCounts = (a, b) => ({
  passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: (a.skipped ?? 0) + (b.skipped ?? 0),
  trouble: [...a.trouble ?? [], ...b.trouble ?? []], note: [a.note, b.note].filter(Boolean).join(', '),
})

/** A check that is one thing: it passed or it did not. */
export const countStatus = status => status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }

/** The last line of a run: `N passed, N failed`. */
export function summaryLine(outcomes) {
  const sum = key => outcomes.reduce((total, outcome) => total + outcome[key], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed`
}

/** One line of the table above the summary: name, counts, seconds and what else there is to know. */
export function outcomeLine({ name, passed, failed, skipped = 0, note = '', seconds }) {
  const extra = [skipped > 0 ? `${skipped} skipped` : '', note].filter(Boolean).join(', ')
  return `${failed > 0 ? '✗' : '✓'} ${name.padEnd(9)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(0).padStart(5)} s  ${extra}`.trimEnd()
}

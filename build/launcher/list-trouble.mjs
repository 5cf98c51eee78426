/** How much of a message is repeated at the end of a run: its first lines say what was expected. */
const MESSAGE_CHARS = 600

/** Tests of a vitest report that failed, or failed once and then passed: `[{title, message, passed}]`. */
export function vitestTrouble(report) {
  const tests = report?.testResults.flatMap(file => [...brokenFile(file), ...file.assertionResults.map(test => ({ ...test, file: file.name }))]) ?? []
  return tests.filter(test => test.status === 'failed' || (test.failureMessages?.length ?? 0) > 0).map(test => ({
    title: `${baseName(test.file)} > ${test.fullName}`,
    message: shorten(test.failureMessages?.[0]),
    passed: test.status === 'passed',
  }))
}

/** The same of a Playwright report. */
export function playwrightTrouble(report) {
  const specs = (report?.suites ?? []).flatMap(specsOf)
  return specs.flatMap(spec => (spec.tests ?? []).filter(test => test.status === 'flaky' || test.status === 'unexpected').map(test => ({
    title: `${spec.file} > ${spec.title}`,
    message: shorten(test.results?.find(result => result.error)?.error.message),
    passed: test.status === 'flaky',
  })))
}

/** The lines of one entry: what happened to the test, and the beginning of its message. */
export function troubleLines({ title, message, passed }) {
  const head = passed ? `! passed on a second try: ${title}` : `✗ failed: ${title}`
  return message ? [head, ...message.split('\n').map(line => `    ${line}`)] : [head]
}

const specsOf = suite => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]

const brokenFile = file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed')
  ? [{ status: 'failed', fullName: '(the file itself)', failureMessages: [file.message], file: file.name }]
  : []

const baseName = file => String(file).split(/[\\/]/).at(-1)

// Colours are for a terminal and would hide the words in a log.
const shorten = text => String(text ?? '').replace(/\u001b\[[0-9;]*m/g, '').slice(0, MESSAGE_CHARS)

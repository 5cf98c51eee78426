import { expect, test } from 'vitest'
import { countPlaywright, countStatus, countVitest, outcomeLine, summaryLine } from './count-tests.mjs'
import { playwrightTrouble, troubleLines, vitestTrouble } from './list-trouble.mjs'

const vitestReport = (passed: number, failed: number, files: object[] = []) => ({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 0, numTodoTests: 0, testResults: files })
const playwrightReport = (stats: object, errors: object[] = []) => ({ stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0, ...stats }, errors })

test('each vitest test counts once', () => {
  expect(countVitest(vitestReport(7, 2), 1)).toMatchObject({ passed: 7, failed: 2 })
})

test('a test file that cannot be loaded counts as a failure', () => {
  const broken = { status: 'failed', assertionResults: [] }
  const withFailure = { status: 'failed', assertionResults: [{ status: 'failed' }] }
  expect(countVitest(vitestReport(7, 1, [broken, withFailure]), 1)).toMatchObject({ passed: 7, failed: 2 })
})

test('a stage in which no test ran has failed', () => {
  expect(countVitest(vitestReport(0, 0), 0)).toMatchObject({ passed: 0, failed: 1 })
  expect(countVitest(null, 1)).toMatchObject({ passed: 0, failed: 1 })
  expect(countPlaywright(playwrightReport({ skipped: 3 }), 0)).toMatchObject({ passed: 0, failed: 1, skipped: 3 })
})

test('a bad end without a failing test counts as a failure', () => {
  expect(countVitest(vitestReport(7, 0), 1)).toMatchObject({ passed: 7, failed: 1 })
  expect(countPlaywright(playwrightReport({ expected: 4 }), 1)).toMatchObject({ passed: 4, failed: 1 })
})

test('a window test that passed on its retry has passed, an error outside the tests has not', () => {
  expect(countPlaywright(playwrightReport({ expected: 4, flaky: 1 }), 0)).toMatchObject({ passed: 5, failed: 0 })
  expect(countPlaywright(playwrightReport({ expected: 4 }, [{ message: 'no config' }]), 1)).toMatchObject({ passed: 4, failed: 1 })
})

test('the closing line adds everything up', () => {
  expect(summaryLine([countStatus(0), countStatus(2), { passed: 40, failed: 0 }])).toBe('41 passed, 1 failed')
})

test('a line of the table says what was skipped and why a stage failed', () => {
  expect(outcomeLine({ name: 'unit', passed: 3, failed: 1, skipped: 2, note: 'ended early', seconds: 4.4 })).toMatch(/^✗ unit +3 passed +1 failed +4 s {2}2 skipped, ended early$/)
})

test('what failed, and what passed only on its second try, is named at the end', () => {
  const file = { name: '/a/b.test.ts', status: 'failed', assertionResults: [
    { status: 'passed', fullName: 'is well' },
    { status: 'passed', fullName: 'is shaky', failureMessages: ['late'] },
    { status: 'failed', fullName: 'is broken', failureMessages: ['\u001b[31mwrong\u001b[39m'] },
  ] }
  expect(vitestTrouble(vitestReport(2, 1, [file])).flatMap(troubleLines)).toEqual([
    '! passed on a second try: b.test.ts > is shaky', '    late', '✗ failed: b.test.ts > is broken', '    wrong',
  ])
})

test('a file that could not be loaded is named at the end', () => {
  const broken = { name: 'c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }
  expect(vitestTrouble(vitestReport(0, 0, [broken])).flatMap(troubleLines)).toEqual(['✗ failed: c.test.ts > (the file itself)', '    no such module'])
})

test('window tests are named at the end too, however deep they stand', () => {
  const spec = (title: string, status: string) => ({ file: 'a.spec.ts', title, tests: [{ status, results: [{ error: { message: 'timed out' } }] }] })
  const report = { ...playwrightReport({}), suites: [{ specs: [spec('plays', 'expected')], suites: [{ specs: [spec('jumps', 'unexpected'), spec('drags', 'flaky')] }] }] }
  expect(playwrightTrouble(report).flatMap(troubleLines)).toEqual(['✗ failed: a.spec.ts > jumps', '    timed out', '! passed on a second try: a.spec.ts > drags', '    timed out'])
})

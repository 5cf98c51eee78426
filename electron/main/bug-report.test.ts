import { describe, expect, it } from 'vitest'
import type { ReportFacts } from './bug-report.ts'
import { formatBugReport, MAX_REPORT_CHARS } from './bug-report.ts'

const facts: ReportFacts = {
  version: '1.2.3', versions: { electron: '45.0.0', chrome: '150.0' }, platform: 'linux', arch: 'x64', osRelease: '6.1', memoryBytes: 8 * 2 ** 30, isPackaged: true, runsSec: 12.4,
  host: { state: 'running', restarts: 1, problem: null },
  settings: { maxTorrents: 25, downloadDir: '/home/anna/Films', keys: { play: 'K' } },
  problem: { code: 'folderUnusable', message: 'The folder /home/anna/Films cannot be used', details: { folder: '/home/anna/Films', reason: 'readOnly' } },
  logLines: ['first', 'last'],
}

describe('a bug report', () => {
  it('tells program, computer, problem, settings and log, and nothing of the person', () => {
    expect(formatBugReport(facts)).toBe(`Millrace 1.2.3
electron 45.0.0, chrome 150.0
linux x64 6.1, 8 GiB of memory
Runs for 12 s; engine running, restarted 1 times

Problem: folderUnusable: The folder <path> cannot be used folder=<path> reason=readOnly

Settings:
maxTorrents = 25
downloadDir = "<path>"
keys = {"play":"K"}

Log:
first
last`)
  })

  it('fits the clipboard whatever the log holds, newest lines kept', () => {
    const report = formatBugReport({ ...facts, logLines: Array.from({ length: 10_000 }, (_, n) => `line ${String(n)}`) })
    expect(report.length).toBeLessThanOrEqual(MAX_REPORT_CHARS)
    expect(report.startsWith('Millrace 1.2.3')).toBe(true)
    expect(report.endsWith('line 9999')).toBe(true)
  })
})

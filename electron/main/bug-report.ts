import type { AppError } from '../../shared/errors.ts'
import type { HostState } from './host-supervisor.ts'
import { scrub } from '../../shared/log.ts'

/** What a bug report needs to know about the program and the computer; nothing that names the person. */
export interface ReportFacts {
  readonly version: string
  /** Of Electron, Chromium, Node and so on, by name. */
  readonly versions: Readonly<Record<string, string>>
  readonly platform: string
  readonly arch: string
  readonly osRelease: string
  readonly memoryBytes: number
  readonly isPackaged: boolean
  readonly runsSec: number
  readonly host: HostState
  /** By name; texts are scrubbed. */
  readonly settings: Readonly<Record<string, unknown>>
  /** What the person is looking at; null when the report is not about one problem. */
  readonly problem: AppError | null
  readonly logLines: readonly string[]
}

/** The clipboard command takes 64 KB; most of it is the log. */
export const MAX_REPORT_CHARS = 60_000

/** The text of a bug report, newest log lines last; the oldest ones give way when it would be too long. */
export function formatBugReport(facts: ReportFacts): string {
  const head = [...describeProgram(facts), ...describeProblem(facts.problem), '', 'Settings:', ...describeSettings(facts.settings), '', 'Log:'].join('\n')
  const room = MAX_REPORT_CHARS - head.length - 1
  const log = facts.logLines.join('\n')
  return `${head}\n${log.length <= room ? log : `…\n${log.slice(log.length - room + 2)}`}`.slice(0, MAX_REPORT_CHARS)
}

function describeProgram({ version, versions, platform, arch, osRelease, memoryBytes, isPackaged, runsSec, host }: ReportFacts): string[] {
  return [
    `Millrace ${version}${isPackaged ? '' : ' (not packaged)'}`,
    Object.entries(versions).map(([name, each]) => `${name} ${each}`).join(', '),
    `${platform} ${arch} ${osRelease}, ${String(Math.round(memoryBytes / 2 ** 30))} GiB of memory`,
    `Runs for ${String(Math.round(runsSec))} s; engine ${host.state}, restarted ${String(host.restarts)} times`,
    ...(host.problem === null ? [] : [`Engine: ${describeError(host.problem)}`]),
  ]
}

function describeProblem(problem: AppError | null): string[] {
  return problem === null ? [] : ['', `Problem: ${describeError(problem)}`]
}

function describeError({ code, message, details }: AppError): string {
  const facts = Object.entries(details).map(([name, value]) => ` ${name}=${scrub(String(value))}`)
  return `${code}: ${scrub(message)}${facts.join('')}`
}

/** Who the person's proxy is, and the login there, is nobody else's business. */
const UNSAID: ReadonlySet<string> = new Set(['proxy'])

function describeSettings(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settings).map(([name, value]) => `${name} = ${UNSAID.has(name) ? (value === null ? 'null' : '(set)') : scrub(JSON.stringify(value) ?? '')}`)
}

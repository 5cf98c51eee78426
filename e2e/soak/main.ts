import { parseArgs } from 'node:util'
import type { Soak, SoakReport } from './report.ts'
import { SOAKS } from './soaks.ts'

/** `npm run soak`: long runs that must end where they began: files, sockets, timers, memory, and what is on the disk. Needs no internet. */

const HELP = `npm run soak -- [options]
  --only NAMES   ${SOAKS.map(({ name }) => name).join(', ')}; all by default, separated by commas
  --minutes N    begins again from the front until so much time is over
${SOAKS.map(({ name, title }) => `  ${name.padEnd(12)} ${title}`).join('\n')}
Linux only; as root, because it mounts small disks. Ends with 1 when something grew or was lost.
`

await main()

async function main(): Promise<void> {
  const { soaks, minutes } = readWishes()
  const endMs = performance.now() + minutes * 60_000
  const failed: string[] = []
  for (let round = 0; round === 0 || performance.now() < endMs; round += 1) {
    for (const soak of soaks) if (!(await runOne(soak, round))) failed.push(soak.name)
  }
  process.stdout.write(failed.length === 0 ? 'Everything ended where it began.\n' : `Not all is well: ${[...new Set(failed)].join(', ')}\n`)
  process.exit(failed.length === 0 ? 0 : 1)
}

/** Prints its table; true when all is well. */
async function runOne(soak: Soak, round: number): Promise<boolean> {
  const say = (line: string) => { process.stderr.write(`  ${soak.name}: ${line}\n`) }
  const startedMs = performance.now()
  const report = await soak.run(say, round).catch((error: unknown): SoakReport => ({ rows: [], faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }))
  process.stdout.write(`\n${soak.title} (${String(Math.round((performance.now() - startedMs) / 1000))} s)\n${tableOf(report)}\n`)
  return report.faults.length === 0
}

function tableOf({ rows, faults }: SoakReport): string {
  const cells = [['', 'before', 'after'], ...rows.map(({ what, before, after }) => [what, before, after])]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}`)
  return [...lines, ...faults.map((fault) => `  FAULT: ${fault}`)].join('\n')
}

function readWishes(): { readonly soaks: readonly Soak[]; readonly minutes: number } {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' }, minutes: { type: 'string', default: '0' }, help: { type: 'boolean', default: false } } })
    if (values.help) {
      process.stdout.write(HELP)
      process.exit(0)
    }
    if (!/^\d{1,5}$/.test(values.minutes)) throw new Error(`--minutes ${values.minutes} is not a whole number`)
    return { soaks: choose(values.only), minutes: Number(values.minutes) }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    return process.exit(2)
  }
}

function choose(only: string | undefined): readonly Soak[] {
  if (only === undefined) return SOAKS
  const names = only.split(',')
  const unknown = names.filter((name) => SOAKS.every((soak) => soak.name !== name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}`)
  return SOAKS.filter(({ name }) => names.includes(name))
}

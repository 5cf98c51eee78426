import type { ApiAnswer, ApiLine, ApiRoute } from '../../../shared/http/api-routes.ts'
import { API_REFUSAL_LINES, API_REFUSALS, API_ROUTES } from '../../../shared/http/api-routes.ts'

/** docs/API.md: the template with each `<!-- name -->` line replaced by what the tables say. Throws for a name that nobody fills, and for a route that nobody names. */
export function renderApiReference(template: string): string {
  const parts = namedParts()
  const unused = new Set(parts.keys())
  const text = template.replace(/^<!-- (.+) -->$/gm, (_line, name: string) => {
    const part = parts.get(name)
    if (part === undefined) throw new Error(`nothing is called ${JSON.stringify(name)}`)
    unused.delete(name)
    return part
  })
  if (unused.size > 0) throw new Error(`the template leaves out ${[...unused].join(', ')}`)
  return text
}

function namedParts(): ReadonlyMap<string, string> {
  return new Map([
    ['refusals', answerTable('a request', API_REFUSALS)],
    ['refusal lines', shellBlock(API_REFUSAL_LINES)],
    ...API_ROUTES.map((route): [string, string] => [`route: ${route.title}`, renderRoute(route)]),
  ])
}

function renderRoute({ title, paths, type, answers, lines }: ApiRoute): string {
  const where = paths.map((path) => `\`${path}\``).join(' and ')
  return [`### ${title}`, `${where}; ${type.includes('/') ? `\`${type}\`` : `\`Content-Type\` ${type}`}`, answerTable('when', answers), shellBlock(lines)].join('\n\n')
}

function answerTable(head: string, answers: readonly ApiAnswer[]): string {
  return [`| status | ${head} |`, '|---|---|', ...answers.map(({ status, when }) => `| ${String(status)} | ${when} |`)].join('\n')
}

/** Comments stand in one column. */
function shellBlock(lines: readonly ApiLine[]): string {
  const width = Math.max(...lines.map(({ command }) => Math.min(command.length, WIDE)))
  return ['```sh', ...lines.map((line) => shellLine(line, width)), '```'].join('\n')
}

/** Longer commands push their comment out instead of everybody else's. */
const WIDE = 72

function shellLine({ command, status, note }: ApiLine, width: number): string {
  const comment = [status === null ? '' : String(status), note].filter((part) => part !== '').join(', ')
  return comment === '' ? command : `${command.padEnd(width)}   # ${comment}`
}

// Prints the longest files and functions. Nothing is enforced: a long one is a question to ask.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const SHOWN = 5

const files = ['shared', 'electron', 'renderer', 'e2e', 'build'].flatMap(sourcesBelow).map(readSizes)
const functions = files.flatMap(file => file.functions)

print('files', files)
print('functions', functions)

function sourcesBelow(room) {
  const names = readdirSync(path.join(ROOT, room), { recursive: true }).map(name => path.join(room, name))
  return names.filter(name => /\.(tsx?|mjs)$/.test(name) && !/\.test\.tsx?$/.test(name))
}

function readSizes(name) {
  const text = readFileSync(path.join(ROOT, name), 'utf8')
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  return { name, lines: text.split('\n').length - 1, functions: functionsOf(source).map(node => sizeOf(node, source, name)) }
}

function functionsOf(node) {
  const inside = []
  ts.forEachChild(node, child => { inside.push(...functionsOf(child)) })
  return ts.isFunctionLike(node) && node.body ? [node, ...inside] : inside
}

function sizeOf(node, source, file) {
  const lineAt = place => source.getLineAndCharacterOfPosition(place).line
  const begin = lineAt(node.getStart())
  const owner = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined)
  return { name: `${file}:${begin + 1} ${owner?.getText() ?? '(unnamed)'}`, lines: lineAt(node.end) - begin + 1 }
}

function print(what, list) {
  const sorted = [...list].sort((a, b) => b.lines - a.lines)
  const at = share => sorted[Math.floor(sorted.length * (1 - share))]?.lines ?? 0
  process.stdout.write(`\n${sorted.length} ${what}: median ${at(0.5)} lines, nine in ten below ${at(0.9)}; the longest:\n`)
  for (const { name, lines } of sorted.slice(0, SHOWN)) process.stdout.write(`${String(lines).padStart(5)}  ${name}\n`)
}

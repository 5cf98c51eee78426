import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** Where a person's words may appear; the catalogue itself lies in shared/text. */
const PLACES = ['renderer', 'electron/main'] as const

/** Properties and attributes whose text a person reads or hears. */
const SHOWN = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription', 'toolTip', 'detail', 'buttonLabel', 'sublabel', 'body'])
/** Functions of windows and dialogs whose words a person reads. */
const SHOWING = new Set(['showErrorBox', 'setToolTip'])
/** Words that are the same in every language: the product, keys of the keyboard, titles of films. */
const NAMES = new Set(['Millrace', 'Esc', 'Ctrl+O', 'Space', 'Enter', 'Sintel', 'Big Buck Bunny', 'Tears of Steel', 'Cosmos Laundromat'])

test('every word that a person reads comes from the catalogue', async () => {
  const root = path.resolve(import.meta.dirname, '..', '..')
  const files = (await Promise.all(PLACES.map(async (place) => (await readdir(path.join(root, place), { recursive: true })).map((name) => path.posix.join(place, name.split(path.sep).join('/')))))).flat()
  const judged = files.filter((file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\.tsx?$/.test(file))
  const found = await Promise.all(judged.map(async (file) => textOutside(file, await readFile(path.join(root, file), 'utf8'))))
  expect(judged.length).toBeGreaterThan(100)
  expect(found.flat()).toEqual([])
})

test.each([
  ['words between tags', 'a.tsx', 'const a = <p>Hello there</p>'],
  ['words in braces between tags', 'a.tsx', 'const a = <p>{big ? "Yes" : `No ${count}`}</p>'],
  ['an attribute that is read aloud', 'a.tsx', 'const a = <i aria-label="Close it" />'],
  ['a label of a menu', 'a.ts', 'const a = { label: "&File" }'],
  ['a dialog', 'a.ts', 'dialog.showErrorBox("Oh no", text)'],
])('%s are found', (_what, file, text) => {
  expect(textOutside(file, text)).not.toEqual([])
})

test.each([
  ['signs and numbers', 'const a = <p>· 10 –</p>'],
  ['words of the catalogue', 'const a = <p title={catalogue.a}>{catalogue.b}</p>'],
  ['class names and error messages of the program', 'const a = <p className="big one" />; throw new Error("this is a bug")'],
])('%s are not', (_what, text) => {
  expect(textOutside('a.tsx', text)).toEqual([])
})

function textOutside(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const found: string[] = []
  const visit = (node: ts.Node) => {
    for (const words of shownWords(node)) if (isText(words)) found.push(`${file}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)} says “${words.trim()}” outside the catalogue`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function shownWords(node: ts.Node): readonly string[] {
  if (ts.isJsxText(node)) return isDrawing(node) ? [] : [node.text]
  if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) return literalsOf(node.expression)
  if (ts.isJsxAttribute(node)) return SHOWN.has(node.name.getText()) ? literalsOf(node.initializer) : []
  if (ts.isPropertyAssignment(node)) return SHOWN.has(node.name.getText().replaceAll(/['"]/g, '')) ? literalsOf(node.initializer) : []
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && SHOWING.has(node.expression.name.text)) return node.arguments.flatMap(literalsOf)
  return []
}

/** The number in a drawn icon is part of the drawing. */
const isDrawing = (node: ts.Node) => ts.isJsxElement(node.parent) && node.parent.openingElement.tagName.getText() === 'text'

function literalsOf(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)]
  return ts.isParenthesizedExpression(node) || ts.isJsxExpression(node) ? literalsOf(node.expression) : []
}

/** Two letters in a row: signs, numbers and units of one letter are no words. */
function isText(words: string): boolean {
  return /\p{L}{2}/u.test(words) && !NAMES.has(words.trim())
}

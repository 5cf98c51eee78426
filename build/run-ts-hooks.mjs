import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** As build/tsconfig.base.json, as far as a single file's text depends on it. */
const OPTIONS = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.ReactJSX, verbatimModuleSyntax: true, inlineSourceMap: true, inlineSources: true }

/** Node's module hook: a .ts or .tsx file of ours becomes an ES module; all else is left to Node. Imports name their extension, so nothing need be resolved. */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.tsx?$/.test(url) || url.includes('/node_modules/')) return nextLoad(url, context)
  const file = fileURLToPath(url)
  const { outputText } = ts.transpileModule(await readFile(file, 'utf8'), { fileName: file, compilerOptions: OPTIONS })
  return { format: 'module', source: outputText, shortCircuit: true }
}

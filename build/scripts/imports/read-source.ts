import ts from 'typescript'

/**
 * One import as it is written. `names` are the names it takes: those imported, and of a whole module or its default the
 * members that are used; `*` where that cannot be told (the whole is handed on, or loaded while the program runs).
 */
export interface ImportFact {
  readonly specifier: string
  readonly line: number
  readonly kind: 'static' | 'dynamic'
  readonly typeOnly: boolean
  readonly names: readonly string[]
}

/** A name that is used and not declared in the file, alone (`setTimeout`) or with its first member (`Date.now`). */
export interface UseFact {
  readonly name: string
  readonly line: number
}

/** What the import rules want to know about a file; `file` is relative to the repository, with forward slashes. */
export interface SourceFacts {
  readonly file: string
  readonly imports: readonly ImportFact[]
  readonly uses: readonly UseFact[]
}

/** Reads imports and uses of foreign names from a file's text with TypeScript's own parser, so comments and texts cannot fool it. */
export function readSource(file: string, text: string): SourceFacts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, scriptKind(file))
  const nodes = everyNode(source)
  const declared = new Set(nodes.flatMap(declaredName))
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1
  return {
    file,
    imports: nodes.flatMap((node) => importOf(node, lineOf, nodes)),
    uses: nodes.flatMap((node) => usedNames(node, declared).map((name) => ({ name, line: lineOf(node) }))),
  }
}

function scriptKind(file: string): ts.ScriptKind {
  if (file.endsWith('.tsx')) return ts.ScriptKind.TSX
  return file.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS
}

function everyNode(root: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node) => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(root)
  return found
}

function importOf(node: ts.Node, lineOf: (node: ts.Node) => number, nodes: readonly ts.Node[]): ImportFact[] {
  if (ts.isImportDeclaration(node)) return from(node.moduleSpecifier, clauseFacts(node.importClause, nodes), lineOf)
  if (ts.isExportDeclaration(node)) return from(node.moduleSpecifier, { typeOnly: node.isTypeOnly, names: exportedNames(node) }, lineOf)
  if (ts.isImportTypeNode(node)) return from(node.argument, { typeOnly: true, names: ['*'] }, lineOf)
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return from(node.moduleReference.expression, { typeOnly: node.isTypeOnly, names: ['*'] }, lineOf)
  }
  if (ts.isCallExpression(node) && isLoadingCall(node)) return from(node.arguments[0], { typeOnly: false, names: ['*'] }, lineOf, 'dynamic')
  return []
}

/** `import(…)`, `require(…)` and `require.resolve(…)`: all of them reach for a module while the program runs. */
function isLoadingCall({ expression }: ts.CallExpression): boolean {
  const callee = ts.isPropertyAccessExpression(expression) ? expression.expression : expression
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

type Clause = Pick<ImportFact, 'typeOnly' | 'names'>

function from(place: ts.Node | undefined, clause: Clause, lineOf: (node: ts.Node) => number, kind: ImportFact['kind'] = 'static'): ImportFact[] {
  if (place === undefined) return []
  return [{ specifier: specifierText(place), line: lineOf(place), kind, ...clause }]
}

/** Stands for a specifier that is computed and cannot be judged; only a gate made for it lets it through. */
export const COMPUTED = '(computed)'

function specifierText(place: ts.Node): string {
  if (ts.isStringLiteralLike(place)) return place.text
  if (ts.isLiteralTypeNode(place) && ts.isStringLiteral(place.literal)) return place.literal.text
  return COMPUTED
}

function clauseFacts(clause: ts.ImportClause | undefined, nodes: readonly ts.Node[]): Clause {
  if (!clause) return { typeOnly: false, names: [] }
  const bindings = clause.namedBindings
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : []
  const names = named.map((element) => (element.propertyName ?? element.name).text)
  const wholes = [clause.name, bindings && ts.isNamespaceImport(bindings) ? bindings.name : undefined]
  const members = wholes.flatMap((local) => (local ? membersUsed(local, nodes) : []))
  const onlyTypes = clause.name === undefined && named.length > 0 && named.every((element) => element.isTypeOnly)
  const typeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes
  return { typeOnly, names: [...members, ...names] }
}

/** Members of a module that are used through its local name; `*` for a use of the name itself. */
function membersUsed(local: ts.Identifier, nodes: readonly ts.Node[]): string[] {
  const uses = nodes.filter((node): node is ts.Identifier => ts.isIdentifier(node) && node !== local && node.text === local.text && isValueUse(node))
  return uses.map(({ parent }) => (ts.isPropertyAccessExpression(parent) ? parent.name.text : '*'))
}

function exportedNames({ exportClause }: ts.ExportDeclaration): string[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return ['*']
  return exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
}

function declaredName(node: ts.Node): string[] {
  const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node)
    || ts.isClassDeclaration(node) || ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node)
  return declares && node.name && ts.isIdentifier(node.name) ? [node.name.text] : []
}

function usedNames(node: ts.Node, declared: ReadonlySet<string>): string[] {
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) && !node.arguments?.length ? [`new ${node.expression.text}()`] : []
  if (!ts.isIdentifier(node) || declared.has(node.text) || !isValueUse(node)) return []
  const parent = node.parent
  const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? [`${node.text}.${parent.name.text}`] : []
  return [node.text, ...member]
}

/** Whether an identifier stands for a value here: not a type, not the name of a member, property or label. */
function isValueUse(node: ts.Identifier): boolean {
  const parent = node.parent
  if (ts.isPartOfTypeNode(node) || ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return false
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isShorthandPropertyAssignment(parent)) return true
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isBindingElement(parent)) return false
  const named = ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)
    || ts.isPropertyDeclaration(parent) || ts.isGetAccessor(parent) || ts.isSetAccessor(parent) || ts.isJsxAttribute(parent) || ts.isMetaProperty(parent)
    || ts.isTypeAliasDeclaration(parent) || ts.isInterfaceDeclaration(parent) || ts.isTypeParameterDeclaration(parent) || ts.isModuleDeclaration(parent)
    || ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isLabeledStatement(parent) || ts.isNamedTupleMember(parent)
  return !named || ('initializer' in parent && parent.initializer === node)
}

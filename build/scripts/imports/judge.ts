import path from 'node:path'
import { BANS, DOORS } from './doors.ts'
import type { ImportFact, SourceFacts } from './read-source.ts'
import { COMPUTED } from './read-source.ts'
import type { Room } from './rooms.ts'
import { GATES, ROOMS, TEST_EXTRAS } from './rooms.ts'

/** All rules a file breaks, one sentence each: `file:line what, the rule`. */
export function judge(facts: SourceFacts): readonly string[] {
  return [...forbiddenImports(facts), ...wrongDoors(facts), ...bannedNames(facts)]
}

/** Tests play the other side, and so do the fixtures beside them. */
const isTest = (file: string) => /\.(?:test|fixture)\.tsx?$/.test(file)

/** Whether `file` lies at one of the places; a place that ends in `/` or is empty means everything below it. */
const isAt = (file: string, places: readonly string[]) =>
  places.some((place) => (place === '' || place.endsWith('/') ? file.startsWith(place) : file === place))

function forbiddenImports(facts: SourceFacts): string[] {
  const room = ROOMS.find(({ within }) => isAt(facts.file, within))
  if (!room) return [`${facts.file} lies in no room: add it to rooms.ts`]
  const wrong = facts.imports.filter((fact) => !mayImport(facts.file, room, fact))
  return wrong.map(({ specifier, line }) => `${facts.file}:${String(line)} imports ${specifier}, which the room ${room.name} may not`)
}

function mayImport(file: string, room: Room, fact: ImportFact): boolean {
  if (fact.specifier.startsWith('.')) return mayReach(file, room, fact, path.posix.join(path.posix.dirname(file), fact.specifier))
  if (fact.specifier === COMPUTED) return isGate(file, fact, COMPUTED)
  if (isLauncher(file) && fact.kind === 'static') return fact.specifier.startsWith('node:')
  if (fact.specifier.startsWith('node:')) return room.node || isTest(file)
  const name = packageName(fact.specifier)
  if (isTest(file) && isAt(name, TEST_EXTRAS.packages)) return true
  return room.packages.some((known) => known.name === name && isAt(file, known.homes))
}

function mayReach(file: string, room: Room, fact: ImportFact, target: string): boolean {
  const reaches = [...room.within, ...room.reaches, ...(isTest(file) ? TEST_EXTRAS.reaches : [])]
  return isAt(target, reaches) || isGate(file, fact, target)
}

const isGate = (file: string, fact: ImportFact, target: string) =>
  GATES.some((gate) => isAt(file, [gate.file]) && gate.target === target && isKind(fact, gate.kind))

const isKind = (fact: ImportFact, kind: 'dynamic' | 'type') => fact.typeOnly || fact.kind === kind

/** The launcher runs before anything is installed. What it packs into a runtime runs inside Electron and is no part of it. */
const isLauncher = (file: string) => isAt(file, ['build/launch.mjs', 'build/launcher/']) && file.endsWith('.mjs') && !isAt(file, ['build/launcher/default-app/'])

const packageName = (specifier: string) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')

function wrongDoors(facts: SourceFacts): string[] {
  if (isTest(facts.file)) return []
  return DOORS.filter((door) => isAt(facts.file, door.within) && !isAt(facts.file, door.doors)).flatMap((door) => {
    const imports = facts.imports.filter((fact) => !fact.typeOnly && door.importing.some(({ specifiers, names }) => specifiers.includes(fact.specifier) && fact.names.some((name) => names.includes(name))))
    const uses = facts.uses.filter(({ name }) => door.using.includes(name))
    return [...imports, ...uses].map(({ line }) => `${facts.file}:${String(line)} goes around a door: ${door.rule}`)
  })
}

function bannedNames(facts: SourceFacts): string[] {
  if (isTest(facts.file)) return []
  return BANS.filter(({ within }) => isAt(facts.file, within)).flatMap(({ names, rule }) =>
    facts.uses.filter(({ name }) => names.includes(name)).map(({ name, line }) => `${facts.file}:${String(line)} uses ${name}: ${rule}`))
}

import { SOURCE_LIMITS } from './limits.ts'
import type { SafeName } from './safe-name.ts'
import { numberedName, toSafeName } from './safe-name.ts'
import { utf8Length } from './utf8.ts'

export interface SafePaths {
  /** One for each given path, in the same order, parts joined by "/"; no two equal on any file system. */
  readonly paths: readonly string[]
  /** How many differ from what was given. */
  readonly changed: number
}

/**
 * Makes the paths of a torrent safe: each part by toSafeName, folders beyond the depth and length limits left out, paths that a file
 * system without letter case would mix up numbered, and files that share a name with a folder renamed. The given lists hold at least one part.
 */
export function toSafePaths(raw: readonly (readonly string[])[]): SafePaths {
  const toName = remembering(toMeasuredName)
  const made = raw.map((parts) => toSafeParts(parts, toName))
  const folders = new Set<string>()
  for (const { folded } of made) addFolders(folders, folded)
  const taken: Taken = { folders, files: new Set(), nextNumber: new Map() }
  let changed = 0
  const paths = made.map((each) => {
    const path = claim(taken, each)
    if (each.changed || path !== each.path) changed += 1
    return path
  })
  return { paths, changed }
}

interface Parts {
  readonly parts: readonly string[]
  /** The parts joined, and the spelling under which it is compared. */
  readonly path: string
  readonly folded: string
  readonly changed: boolean
}

interface MeasuredName extends SafeName {
  readonly bytes: number
}

function toMeasuredName(raw: string): MeasuredName {
  const safe = toSafeName(raw)
  return { ...safe, bytes: utf8Length(safe.name) }
}

/** Folder names repeat with every file in them: 20 000 files of 32 folders take a third of the time. */
function remembering<T>(make: (raw: string) => T): (raw: string) => T {
  const known = new Map<string, T>()
  return (raw) => {
    const made = known.get(raw) ?? make(raw)
    known.set(raw, made)
    return made
  }
}

function toSafeParts(raw: readonly string[], toName: (raw: string) => MeasuredName): Parts {
  const kept = raw.length > SOURCE_LIMITS.pathDepth + 1 ? [...raw.slice(0, SOURCE_LIMITS.pathDepth), raw.at(-1) ?? ''] : raw
  const names = kept.map(toName)
  const parts = fitLength(names).map(({ name }) => name)
  const path = parts.join('/')
  return { parts, path, folded: foldPath(path), changed: parts.length < raw.length || names.some((name) => name.changed) }
}

/** Room for the mark of a number, which may come later. */
const NUMBER_BYTES = 8

/** Leaves out the folders nearest to the file until the path is short enough; the first folder and the file stay. */
function fitLength(parts: readonly MeasuredName[]): readonly MeasuredName[] {
  let bytes = parts.reduce((sum, part) => sum + part.bytes + 1, -1)
  let folders = parts.length - 1
  while (bytes > SOURCE_LIMITS.pathBytes - NUMBER_BYTES && folders > 1) {
    folders -= 1
    bytes -= (parts[folders]?.bytes ?? 0) + 1
  }
  return folders === parts.length - 1 ? parts : [...parts.slice(0, folders), ...parts.slice(-1)]
}

interface Taken {
  readonly folders: ReadonlySet<string>
  readonly files: Set<string>
  /** Where to go on numbering a name, so that 20 000 equal ones cost 20 000 steps. */
  readonly nextNumber: Map<string, number>
}

/** The spelling under which Windows and macOS would find a path. */
function foldPath(path: string): string {
  return path.toUpperCase().toLowerCase().normalize('NFC')
}

/** Every folder above the file; stops at the first one known, whose own folders are known too. */
function addFolders(folders: Set<string>, path: string): void {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end)
    if (folders.has(folder)) return
    folders.add(folder)
  }
}

function claim(taken: Taken, { parts, path: wanted, folded }: Parts): string {
  let path = wanted
  let number = taken.nextNumber.get(folded) ?? 2
  for (let key = folded; taken.files.has(key) || taken.folders.has(key); number += 1) {
    path = [...parts.slice(0, -1), numberedName(parts.at(-1) ?? '_', number)].join('/')
    key = foldPath(path)
  }
  if (path !== wanted) taken.nextNumber.set(folded, number)
  taken.files.add(path === wanted ? folded : foldPath(path))
  return path
}

/**
 * Development packages whose code ends up in the built app. Everything else that ships is a production dependency; a
 * test compares this list with what the rooms import.
 */
export const BUNDLED = ['chardet', 'multicast-dns', 'react', 'react-dom', 'valibot', 'video.js', 'zustand']

/**
 * Places (keys of the lockfile's `packages`) of all that ships: production dependencies, and the bundled ones with
 * theirs, in the order of their names.
 */
export function shippedPlaces(lockPackages) {
  const production = Object.keys(lockPackages).filter(place => place !== '' && !lockPackages[place].dev)
  const bundled = BUNDLED.filter(name => `node_modules/${name}` in lockPackages).flatMap(name => withDependencies(`node_modules/${name}`, lockPackages))
  return [...new Set([...production, ...bundled])].sort((a, b) => packageName(a).localeCompare(packageName(b), 'en') || a.localeCompare(b, 'en'))
}

/** Names of the bundled packages and of all they need, which must be bundled with them: nothing of it is installed where the app runs. */
export const bundledNames = lockPackages =>
  [...new Set(BUNDLED.filter(name => `node_modules/${name}` in lockPackages).flatMap(name => withDependencies(`node_modules/${name}`, lockPackages)).map(packageName))]

export const packageName = place => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

function withDependencies(first, lockPackages) {
  const seen = new Set()
  const visit = place => {
    if (seen.has(place)) return
    seen.add(place)
    for (const name of Object.keys(lockPackages[place].dependencies ?? {})) {
      const found = resolvePlace(name, place, lockPackages)
      if (found) visit(found)
    }
  }
  visit(first)
  return [...seen]
}

/** Where Node finds `name` from inside `place`: its own node_modules, then those of the folders around it. */
function resolvePlace(name, place, lockPackages) {
  const here = `${place}/node_modules/${name}`
  if (here in lockPackages) return here
  const outer = place.lastIndexOf('/node_modules/')
  if (outer >= 0) return resolvePlace(name, place.slice(0, outer), lockPackages)
  return `node_modules/${name}` in lockPackages ? `node_modules/${name}` : null
}

/** Binaries of one system are listed without being read: which of them is installed depends on the machine. */
export const isForOneSystem = entry => Boolean(entry.os ?? entry.cpu ?? entry.libc)

/** Lines end in LF and carry no trailing blanks, so that the file is the same on every system. */
export const tidy = text => text.replaceAll(/\r\n?/g, '\n').replaceAll(/[ \t]+$/gm, '').replaceAll(/\n{3,}/g, '\n\n').trim()

/** The part of a README under a heading "License", without the heading; null when there is none. */
export function licenceSection(readme) {
  const lines = tidy(readme).split('\n')
  const start = lines.findIndex(line => /^#{1,4}\s*licen[cs]e/i.test(line))
  if (start < 0) return null
  const rest = lines.slice(start + 1)
  const end = rest.findIndex(line => /^#{1,4}\s/.test(line))
  return tidy(rest.slice(0, end < 0 ? undefined : end).join('\n')) || null
}

/**
 * The file's text. `packages` = name, version, licence, author, repository, text (null = none in the package), in order;
 * packages with the same text share one entry.
 */
export function renderNotices(packages) {
  const sections = [...groupByText(packages)].map(([text, members]) => `${members.map(heading).join('\n')}\n\n${text === null ? WITHOUT_TEXT : fence(text)}`)
  return `${[INTRODUCTION, ...sections].join('\n\n---\n\n')}\n`
}

function groupByText(packages) {
  const groups = new Map()
  for (const one of packages) groups.set(one.text, [...(groups.get(one.text) ?? []), one])
  return groups
}

function heading({ name, version, licence, author, repository }) {
  const facts = [licence, author, repository].filter(Boolean).join(' · ')
  return `- **${name}** ${version}: ${facts}`
}

const fence = text => `\`\`\`\`text\n${text}\n\`\`\`\``

const INTRODUCTION = `# Third-party notices

Millrace is built from the packages below, listed with their licences (made by \`npm run notices\` from the lockfile; do not edit).
A package of the app also holds Electron, with Chromium, Node.js and FFmpeg in it: their notices are the files \`LICENSE\` and
\`LICENSES.chromium.html\` beside the program. The source of every package is at the address given with it.`

const WITHOUT_TEXT = 'These packages name their licence but carry no text of it. The licences\' texts, as published by the SPDX project, apply with the authors named above.'

// Writes THIRD_PARTY_NOTICES.md from the lockfile and the installed packages; with --check only compares, and exits with 1 if they differ.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isForOneSystem, licenceSection, packageName, renderNotices, shippedPlaces, tidy } from './notices.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const target = path.join(root, 'THIRD_PARTY_NOTICES.md')
const lockPackages = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages

const describe = place => isForOneSystem(lockPackages[place]) ? fromLockfile(place) : fromFolder(place)

function fromLockfile(place) {
  const { version, license } = lockPackages[place]
  return { name: packageName(place), version, licence: license, text: null }
}

function fromFolder(place) {
  const manifest = JSON.parse(readFileSync(path.join(root, place, 'package.json'), 'utf8'))
  return {
    name: manifest.name,
    version: manifest.version,
    licence: licenceName(manifest) ?? 'see the text below',
    author: personName(manifest.author),
    repository: repositoryUrl(manifest.repository),
    text: licenceText(place),
  }
}

const licenceName = ({ license, licenses }) => [license ?? licenses ?? []].flat().map(one => one.type ?? one).join(' or ') || null

const personName = author => (typeof author === 'string' ? author : author?.name)?.replace(/\s*[<(].*$/, '')

function repositoryUrl(repository) {
  const url = typeof repository === 'string' ? repository : repository?.url
  if (!url) return undefined
  if (/^[\w.-]+\/[\w.-]+$/.test(url)) return `https://github.com/${url}`
  return url.replace(/^git\+/, '').replace(/^git:\/\//, 'https://').replace(/^(ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$2/').replace(/^github:/, 'https://github.com/').replace(/\.git$/, '')
}

function licenceText(place) {
  const files = readdirSync(path.join(root, place)).sort()
  const read = name => tidy(readFileSync(path.join(root, place, name), 'utf8'))
  const texts = files.filter(name => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name)).map(read).filter(Boolean)
  if (texts.length > 0) return texts.join('\n\n')
  const readme = files.find(name => /^readme(\.|$)/i.test(name))
  return readme ? licenceSection(read(readme)) : null
}

const wanted = renderNotices(shippedPlaces(lockPackages).map(describe))
if (!process.argv.includes('--check')) writeFileSync(target, wanted)
else if (readNotices() !== wanted) {
  process.stderr.write('THIRD_PARTY_NOTICES.md does not match the lockfile: run "npm run notices" and commit it\n')
  process.exitCode = 1
}

function readNotices() {
  try {
    return tidy(readFileSync(target, 'utf8')) + '\n'
  } catch {
    return null // no file at all differs from every file
  }
}

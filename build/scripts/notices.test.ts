import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readSource } from './imports/read-source.ts'
import { BUNDLED, bundledNames, licenceSection, renderNotices, shippedPlaces } from './notices.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')

test('every package that the app imports and npm would leave out is on the list of bundled ones', async () => {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const listed = await Promise.all(['shared', 'electron', 'renderer'].map(async (room) => (await readdir(path.join(root, room), { recursive: true })).map((name) => path.join(root, room, name))))
  const sources = listed.flat().filter((file) => /(?<!\.test|\.d)\.tsx?$/.test(file))
  const imported = await Promise.all(sources.map(async (file) => readSource(file, await readFile(file, 'utf8')).imports.filter((fact) => !fact.typeOnly).map((fact) => fact.specifier)))
  const packages = new Set(imported.flat().map((specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')))
  const bundled = [...packages].filter((name) => name in manifest.devDependencies && !['electron', 'vitest', 'fast-check'].includes(name))
  expect(bundled.filter((name) => !BUNDLED.includes(name))).toEqual([])
})

test('what ships is production, the bundled packages and all they need, by name', () => {
  const places = shippedPlaces({
    '': {},
    'node_modules/webtorrent': {},
    'node_modules/typescript': { dev: true },
    'node_modules/react-dom': { dev: true, dependencies: { scheduler: '1', missing: '1' } },
    'node_modules/react-dom/node_modules/scheduler': { dev: true },
    'node_modules/scheduler': { dev: true },
  })
  expect(places).toEqual(['node_modules/react-dom', 'node_modules/react-dom/node_modules/scheduler', 'node_modules/webtorrent'])
})

test('what a bundled package needs is bundled with it', () => {
  const lock = { 'node_modules/multicast-dns': { dev: true, dependencies: { thunky: '1' } }, 'node_modules/thunky': { dev: true }, 'node_modules/vitest': { dev: true } }
  expect(bundledNames(lock)).toEqual(['multicast-dns', 'thunky'])
})

test('packages with the same licence text share one entry', () => {
  const one = { name: 'a', version: '1.0.0', licence: 'MIT', author: 'A', repository: undefined, text: 'words' }
  const text = renderNotices([one, { ...one, name: 'b' }, { ...one, name: 'c', text: 'others' }])
  expect(text.match(/words/g)).toHaveLength(1)
  expect(text).toContain('**a** 1.0.0: MIT · A\n- **b** 1.0.0')
})

test('a licence is read from its section of a README, up to the next heading', () => {
  expect(licenceSection('# Title\n\n## Licence\n\nMIT (c) A\r\n\n## More\nwords')).toBe('MIT (c) A')
  expect(licenceSection('# Title\nwords')).toBeNull()
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundleHeaders, findBundleFile, listBundleFiles } from './bundle-files.ts'

let place = ''
beforeEach(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), 'bundle-'))
  await mkdir(path.join(place, 'root', 'assets'), { recursive: true })
  await writeFile(path.join(place, 'root', 'index.html'), '')
  await writeFile(path.join(place, 'root', 'assets', 'a b.js'), '')
  await writeFile(path.join(place, 'secret.html'), '')
})
afterEach(async () => { await rm(place, { recursive: true }) })

describe('the files of the page', () => {
  it.each([
    ['app://bundle/', 'index.html'],
    ['app://bundle/index.html?v=1#part', 'index.html'],
    ['app://bundle/assets/a%20b.js', 'assets/a b.js'],
  ])('%s is %s', async (url, name) => {
    expect(findBundleFile(await listBundleFiles(path.join(place, 'root')), url)).toBe(path.join(place, 'root', name))
  })

  it.each([
    'app://elsewhere/index.html',
    'http://bundle/index.html',
    'app://bundle/../secret.html',
    'app://bundle/%2e%2e/secret.html',
    'app://bundle/..%2fsecret.html',
    'app://bundle/assets',
    'app://bundle/%E0%A4%A',
    'app://bundle//index.html',
  ])('%s is nothing', async (url) => {
    expect(findBundleFile(await listBundleFiles(path.join(place, 'root')), url)).toBeNull()
  })

  it('are sent with a type and a policy that names no other server', () => {
    const headers = bundleHeaders('/x/index.js')
    expect(headers['Content-Type']).toBe('text/javascript; charset=utf-8')
    expect(headers['Content-Security-Policy']).toContain("default-src 'none'")
    expect(headers['Content-Security-Policy']).not.toMatch(/unsafe-eval|https:|\*(?! )[^;]*\.|localhost/)
  })
})

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleFfmpeg } from './bundle.ts'
import type { BundleWish } from './bundle.ts'

const SOURCE = 'https://example.org/source'

describe.skipIf(process.platform === 'win32')('an ffmpeg that is made ready for packaging', () => {
  let folder = ''
  beforeAll(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-bundle-')) })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** An archive with programs that hand everything on to those of this computer, except what `instead` answers. */
  async function makeArchive(name: string, instead = ''): Promise<{ file: string; sha256: string }> {
    const bin = path.join(folder, name, 'build', 'bin')
    await mkdir(bin, { recursive: true })
    for (const program of ['ffmpeg', 'ffprobe']) {
      await writeFile(path.join(bin, program), `#!/bin/sh\n${program === 'ffmpeg' ? instead : ''}\nexec ${execFileSync('/bin/sh', ['-c', `command -v ${program}`]).toString().trim()} "$@"\n`)
      await chmod(path.join(bin, program), 0o755)
    }
    const file = path.join(folder, `${name}.tar.gz`)
    execFileSync('tar', ['-czf', file, '-C', path.join(folder, name), 'build'])
    return { file, sha256: createHash('sha256').update(await readFile(file)).digest('hex') }
  }

  const wish = (more: Partial<BundleWish>): BundleWish => ({ platform: process.platform, arch: process.arch, from: null, sha256: null, source: SOURCE, cache: path.join(folder, 'cache'), target: path.join(folder, 'ready', 'ffmpeg'), ...more })

  it('is the one whose checksum was named, is run, and comes with its licence and where its source is', async () => {
    const { file, sha256 } = await makeArchive('good')
    const lines = await bundleFfmpeg(wish({ from: file, sha256 }))
    expect(lines.at(-1)).toMatch(/^runs here and has what is needed: ffmpeg \d/u)
    const target = path.join(folder, 'ready', 'ffmpeg')
    expect((await readdir(target)).sort()).toEqual(['GPL-3.0.txt', 'SOURCE.txt', 'ffmpeg', 'ffprobe'])
    expect(await readFile(path.join(target, 'GPL-3.0.txt'), 'utf8')).toContain('GNU GENERAL PUBLIC LICENSE')
    expect(await readFile(path.join(target, 'SOURCE.txt'), 'utf8')).toMatch(new RegExp(`${sha256}[^]*${SOURCE}[^]*--enable-`, 'u'))
  })

  it.each([
    ['another checksum', '', { sha256: '0'.repeat(64) }, /is not the file that was meant: its SHA-256 is [0-9a-f]{64}, not 0{64}/u],
    ['no checksum', '', { sha256: null }, /name the checksum/u],
    ['no word of its source', '', { source: null }, /where its source is to be had/u],
    ['parts nobody may give away', 'case "$*" in *-version*) echo "ffmpeg version 7.1"; echo "  configuration: --enable-gpl --enable-nonfree"; exit 0;; esac', {}, /--enable-nonfree, which nobody may give away/u],
    ['no AC-3', 'case "$*" in *-decoders*) "$(command -v ffmpeg)" -hide_banner -decoders | grep -v ac3; exit 0;; esac', {}, /lacks ac3 \(decoders\), eac3 \(decoders\); take a fuller build/u],
    ['no answer', 'exit 1', {}, /failed/u],
  ])('with %s is refused, and the one made ready before stays', async (_what, instead, more, sentence) => {
    const target = path.join(folder, 'kept', 'ffmpeg')
    await mkdir(target, { recursive: true })
    await writeFile(path.join(target, 'before'), '')
    const { file, sha256 } = await makeArchive('bad', instead)
    await expect(bundleFfmpeg(wish({ from: file, sha256, target, ...more }))).rejects.toThrow(sentence)
    expect(await readdir(path.dirname(target))).toEqual(['ffmpeg'])
    expect(await readdir(target)).toEqual(['before'])
  })
})

import { chmod, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import { createFfmpegFinder } from './find-ffmpeg.ts'

let folder: TempFolder
beforeAll(async () => { folder = await createTempFolder('ffmpeg') })
afterAll(() => folder.close())

const never = new AbortController().signal
const installed = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })
const finder = (places: readonly string[]) => createFfmpegFinder({ places, cwd: folder.path, log: () => undefined })

async function script(name: string, text: string): Promise<string> {
  const file = path.join(folder.path, name)
  await writeFile(file, text)
  await chmod(file, 0o755)
  return file
}

describe('looking for ffmpeg', () => {
  it('finds the one of this computer and asks what it can do', async () => {
    const found = await finder(installed).find(never)
    expect(found).toMatchObject({ ok: true, value: { ffmpeg: expect.stringContaining('ffmpeg'), ffprobe: expect.stringContaining('ffprobe') } })
    expect(found.ok && found.value.facts.encoders.has('aac') && found.value.facts.decoders.has('ac3')).toBe(true)
  })

  it('says that there is none, and sees it when it is installed later', async () => {
    const place = path.join(folder.path, 'later', 'ffmpeg')
    const here = path.join(folder.path, 'ffmpeg')
    const late = finder([place, here])
    expect(await late.find(never)).toMatchObject({ ok: false, error: { code: 'ffmpegMissing' } })
    const real = await finder(installed).find(never)
    if (!real.ok) throw new Error('ffmpeg is not installed here')
    await script('ffmpeg', `#!/bin/sh\nexec ${real.value.ffmpeg} "$@"\n`)
    await script('ffprobe', `#!/bin/sh\nexec ${real.value.ffprobe} "$@"\n`)
    expect(await late.find(never)).toMatchObject({ ok: true, value: { ffmpeg: here } })
  })

  it.each([
    ['one that lies', '#!/bin/sh\necho hello\n', 'does not answer like one'],
    ['one that fails', '#!/bin/sh\nexit 1\n', 'does not answer'],
    ['one that is no program', 'not a program', 'does not answer'],
  ])('passes over %s and says so when there is no other', async (_title, text, reason) => {
    const broken = await script('ffmpeg-broken', text)
    await script('ffprobe-broken', text)
    const alone = await finder([broken]).find(never)
    expect(alone.ok || alone.error.message).toContain(reason)
    expect((await finder([broken, ...installed]).find(never)).ok).toBe(true)
  })
})

describe('an ffmpeg that is slow to answer', () => {
  it('is not taken for one that can do less, and is asked again', async () => {
    const real = await finder(installed).find(never)
    if (!real.ok) throw new Error('ffmpeg is not installed here')
    const slow = path.join(folder.path, 'slow')
    await writeFile(slow, '')
    const place = await script('busy-ffmpeg', `#!/bin/sh\n[ "$2" = -encoders ] && [ -e ${slow} ] && exec sleep 60\nexec ${real.value.ffmpeg} "$@"\n`)
    await script('busy-ffprobe', `#!/bin/sh\nexec ${real.value.ffprobe} "$@"\n`)
    const busy = createFfmpegFinder({ places: [place], cwd: folder.path, answerLimitMs: 2000, log: () => undefined })
    expect(await busy.find(never)).toMatchObject({ ok: false, error: { code: 'timeout' } })
    await rm(slow)
    await waitUntil('it has answered', async () => (await busy.find(never)).ok)
    const found = await busy.find(never)
    expect(found.ok && found.value.facts.encoders.has('aac')).toBe(true)
  })
})

describe('an ffmpeg the person chose', () => {
  it('goes before all others, and back to them when the choice is taken back', async () => {
    const real = await finder(installed).find(never)
    if (!real.ok) throw new Error('ffmpeg is not installed here')
    const own = await script('own-ffmpeg', `#!/bin/sh\nexec ${real.value.ffmpeg} "$@"\n`)
    await script('own-ffprobe', `#!/bin/sh\nexec ${real.value.ffprobe} "$@"\n`)
    const finding = finder(installed)
    finding.choose(own)
    expect(await finding.find(never)).toMatchObject({ ok: true, value: { ffmpeg: own } })
    finding.choose(path.join(folder.path, 'nothing', 'ffmpeg'))
    expect(await finding.find(never)).toMatchObject({ ok: true, value: { ffmpeg: real.value.ffmpeg } })
    finding.choose(null)
    expect(await finding.find(never)).toMatchObject({ ok: true, value: { ffmpeg: real.value.ffmpeg } })
  })
})

import { describe, expect, it } from 'vitest'
import { readFfmpegFacts } from './ffmpeg-facts.ts'

const answers = {
  version: 'ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers\nbuilt with gcc',
  encoders: 'Encoders:\n V..... = Video\n ------\n V....D libx264              H.264\n A....D aac                  AAC',
  decoders: 'Decoders:\n ------\n VFS..D hevc                 HEVC\n A....D dca                  DTS (codec dts)',
  protocols: 'Supported file protocols:\nInput:\n  file\n  http\n  tcp\nOutput:\n  ftp\n  pipe',
  muxers: 'Muxers:\n D. = Demuxing supported\n --\n  E mp4             MP4\n  E matroska        Matroska',
  filters: 'Filters:\n  T.. = Timeline support\n ... abench            A->A       Benchmark\n .SC zscale            V->V       Scale',
}

describe('what ffmpeg says of itself', () => {
  it('is read', () => {
    const facts = readFfmpegFacts(answers)
    expect(facts).toMatchObject({ ok: true, value: { version: '5.1.9-0+deb12u1' } })
    expect(facts.ok && [...facts.value.encoders]).toEqual(['libx264', 'aac'])
    expect(facts.ok && [...facts.value.decoders]).toEqual(['hevc', 'dca'])
    expect(facts.ok && [...facts.value.protocols]).toEqual(['file', 'http', 'tcp'])
    expect(facts.ok && [...facts.value.filters]).toEqual(['abench', 'zscale'])
    expect(facts.ok && [...facts.value.muxers]).toEqual(['mp4', 'matroska'])
  })

  it.each([
    ['another program', { ...answers, version: 'avconv 12' }, 'does not answer like one'],
    ['3.4.2', { ...answers, version: 'ffmpeg version 3.4.2-2' }, '3.4.2'],
    ['4.0', { ...answers, version: 'ffmpeg version n4.0' }, 'too old'],
    ['one without http', { ...answers, protocols: 'Input:\n  file\nOutput:\n  http' }, 'without http'],
    ['one without MP4', { ...answers, muxers: '  E matroska   x' }, 'MP4'],
  ])('%s is refused', (_title, wrong, reason) => {
    const facts = readFfmpegFacts(wrong)
    expect(facts).toMatchObject({ ok: false, error: { code: 'ffmpegUnusable', message: expect.stringContaining(reason) } })
  })

  it.each(['ffmpeg version N-110000-gabc', 'ffmpeg version git-2024-01-01', 'ffmpeg version 4.1', 'ffmpeg version 12.0'])('%s is taken', (version) => {
    expect(readFfmpegFacts({ ...answers, version }).ok).toBe(true)
  })
})

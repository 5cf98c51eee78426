import { expect, it } from 'vitest'
import { didlLite } from './didl.ts'
import { findElement, findElements, readXml } from './xml.ts'

const item = { title: 'A & <B>', url: 'http://10.0.0.1:8/c/t/0/a.mp4?x=1&y=2', mediaType: 'video/mp4', contentFeatures: 'DLNA.ORG_OP=01', lengthBytes: 1000, durationSec: 3723.5, captionUrl: null }

it('describes one film with its address, type, size and length', () => {
  const document = readXml(didlLite(item))
  const res = document.ok ? findElement(document.value, 'res') : null
  expect(res?.text).toBe(item.url)
  expect([...(res?.attributes ?? [])]).toEqual([['protocolInfo', 'http-get:*:video/mp4:DLNA.ORG_OP=01'], ['size', '1000'], ['duration', '1:02:03.000']])
  expect(document.ok && findElement(document.value, 'title')?.text).toBe('A & <B>')
  expect(document.ok && findElement(document.value, 'class')?.text).toBe('object.item.videoItem.movie')
})

it('names subtitles beside the one film, never as a second one', () => {
  const document = readXml(didlLite({ ...item, captionUrl: 'http://10.0.0.1:8/s.srt' }))
  expect(document.ok && findElements(document.value, 'res')).toHaveLength(1)
  expect(document.ok && findElement(document.value, 'CaptionInfoEx')?.attributes.get('type')).toBe('srt')
})

it('leaves out what nobody knows, and calls music music', () => {
  const text = didlLite({ ...item, mediaType: 'audio/mpeg', lengthBytes: null, durationSec: null })
  expect(text).not.toMatch(/size=|duration=/)
  expect(text).toContain('object.item.audioItem.musicTrack')
})

import { expect, it } from 'vitest'
import type { Cue } from './cue.ts'
import { formatSrt } from './format-srt.ts'

const cue = (text: string, change: Partial<Cue['runs'][number]> = {}): Cue => ({
  startMs: 3_723_004, endMs: 3_725_000, place: { corner: 2, at: null }, picture: null,
  runs: [{ text, bold: false, italic: false, underline: false, strike: false, colour: null, font: null, size: null, ...change }],
})

it('cues are counted, timed with a comma, and parted by a blank line', () => {
  expect(formatSrt([cue('One\nTwo'), cue('Three', { italic: true })])).toBe('1\r\n01:02:03,004 --> 01:02:05,000\r\nOne\r\nTwo\r\n\r\n2\r\n01:02:03,004 --> 01:02:05,000\r\n<i>Three</i>\r\n')
})

it('a blank line inside the words does not end the cue', () => {
  expect(formatSrt([cue('One\n\n \nTwo')])).toContain('One\r\nTwo\r\n')
})

it('pictures are left out', () => {
  expect(formatSrt([{ ...cue(''), picture: { name: 'p', x: 0, y: 0, width: 1, height: 1, aspect: null } }])).toBe('')
})

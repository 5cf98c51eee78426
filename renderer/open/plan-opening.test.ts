import { describe, expect, it } from 'vitest'
import type { FileFacts, OpeningStep } from './plan-opening.ts'
import { planOpening } from './plan-opening.ts'

const file = (change: Partial<FileFacts> = {}): FileFacts => ({ name: 'film.torrent', lengthBytes: 40_000, isFolder: false, path: '/home/me/film.torrent', ...change })
const HASH = '08ada5a7a6183aae1e09d831df6748d566095a10'
const drawn = (steps: readonly OpeningStep[]): readonly string[] => steps.map((step) => {
  if (step.kind === 'refuse') return step.error.code
  if (step.kind === 'read') return `read ${String(step.file)}`
  return step.source.kind === 'text' ? `text ${step.source.text}` : step.source.kind
})

describe('what is dropped or pasted', () => {
  const table: readonly (readonly [string, Parameters<typeof planOpening>[0], readonly string[]])[] = [
    ['a file with a path is opened by its path', { files: [file()], text: '' }, ['path']],
    ['a file without a path is read', { files: [file(), file({ path: '' })], text: '' }, ['path', 'read 1']],
    ['a folder is refused', { files: [file({ isFolder: true })], text: '' }, ['sourceIsFolder']],
    ['two gigabytes are refused without reading them', { files: [file({ path: '', lengthBytes: 2e9 })], text: '' }, ['sourceTooLarge']],
    ['an empty file is refused', { files: [file({ lengthBytes: 0 })], text: '' }, ['sourceEmpty']],
    ['files win over the text that comes with them', { files: [file()], text: 'https://example.org/film.torrent' }, ['path']],
    ['text is opened without the blanks around it', { files: [], text: `  ${HASH}\n` }, [`text ${HASH}`]],
    ['links on lines of their own are opened one by one', { files: [], text: `magnet:?xt=urn:btih:${HASH}\r\n\r\n${HASH}\n` }, [`text magnet:?xt=urn:btih:${HASH}`, `text ${HASH}`]],
    ['comments of a list of links are left out', { files: [], text: `# from a browser\n${HASH}` }, [`text ${HASH}`]],
    ['prose over several lines stays one text', { files: [], text: 'hello\nworld' }, ['text hello\nworld']],
    ['nothing is refused', { files: [], text: ' \n ' }, ['sourceEmpty']],
    ['a book is refused', { files: [], text: 'x'.repeat(70_000) }, ['sourceTooLarge']],
  ]
  it.each(table)('%s', (_name, given, expected) => {
    expect(drawn(planOpening(given))).toEqual(expected)
  })
})

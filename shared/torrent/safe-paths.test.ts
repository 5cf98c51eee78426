import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SOURCE_LIMITS } from './limits.ts'
import { toSafePaths } from './safe-paths.ts'
import { utf8Length } from './utf8.ts'

const pathsOf = (...paths: string[][]) => toSafePaths(paths).paths

describe('safe paths', () => {
  it('keep what is already safe', () => {
    expect(toSafePaths([['Show', 'S01', 'E01.mkv'], ['Show', 'S01', 'E02.mkv']])).toEqual({ paths: ['Show/S01/E01.mkv', 'Show/S01/E02.mkv'], changed: 0 })
  })

  it('stay inside their folder', () => {
    expect(pathsOf(['..', '..', 'x'], ['a', '', '/etc/passwd'])).toEqual(['_/_/x', 'a/_/_etc_passwd'])
  })

  it('that differ only in case, composition or dots are numbered', () => {
    expect(pathsOf(['a.mkv'], ['A.MKV'], ['a.mkv.'], ['e\u0301'], ['\u00c9'], ['stra\u00dfe'], ['STRASSE'])).toEqual(['a.mkv', 'A (2).MKV', 'a (3).mkv', 'é', 'É (2)', 'straße', 'STRASSE (2)'])
  })

  it('of a file that is also a folder are numbered, in either order', () => {
    expect(pathsOf(['r', 'a'], ['r', 'A', 'b'])).toEqual(['r/a (2)', 'r/A/b'])
    expect(pathsOf(['r', 'a', 'b'], ['r', 'a'])).toEqual(['r/a/b', 'r/a (2)'])
  })

  it('do not meet a name that already carries the number', () => {
    expect(pathsOf(['a (2)'], ['a'], ['a'])).toEqual(['a (2)', 'a', 'a (3)'])
  })

  it('lose the folders beyond depth and length, never the file', () => {
    const [deep = ''] = pathsOf([...Array<string>(2000).fill('d'), 'film.mkv'])
    expect(deep.split('/').length).toBe(SOURCE_LIMITS.pathDepth + 1)
    const [long = ''] = pathsOf(['root', ...Array<string>(20).fill('f'.repeat(200)), `${'x'.repeat(300)}.mkv`])
    expect(long).toMatch(/^root\/.*x\.mkv$/)
    expect(utf8Length(long)).toBeLessThanOrEqual(SOURCE_LIMITS.pathBytes)
  })

  it('number 20 000 equal paths', () => {
    const { paths } = toSafePaths(Array.from({ length: 20_000 }, () => [...Array<string>(32).fill('folder'), 'same.mkv']))
    expect(new Set(paths).size).toBe(20_000)
    expect(paths.at(-1)).toMatch(/same \(20000\)\.mkv$/)
  })

  it('are all different, all short enough and as many as were given', () => {
    const part = fc.constantFrom('a', 'A', 'a ', 'a.', 'é', 'e\u0301', '..', '', 'a (2)', 'A (2)', 'con', 'b'.repeat(300))
    fc.assert(fc.property(fc.array(fc.array(part, { minLength: 1, maxLength: 5 }), { maxLength: 12 }), (raw) => {
      const { paths } = toSafePaths(raw)
      const folded = paths.map((path) => path.toLowerCase())
      expect(paths.length).toBe(raw.length)
      expect(new Set(folded).size).toBe(raw.length)
      for (const path of folded) expect(folded.some((other) => other.startsWith(`${path}/`))).toBe(false)
      for (const path of paths) expect(utf8Length(path)).toBeLessThanOrEqual(SOURCE_LIMITS.pathBytes)
    }), { numRuns: 1000 })
  })
})

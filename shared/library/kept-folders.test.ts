import { describe, expect, it } from 'vitest'
import { changeDownloadFolder, changeKeptFolder, MAX_FORMER_FOLDERS } from './kept-folders.ts'

describe('another folder for kept films', () => {
  it.each<[string | null, readonly string[], string | null, readonly string[]]>([
    [null, [], '/a', []],
    ['/a', [], '/b', ['/a']],
    ['/b', ['/a'], null, ['/b', '/a']],
    [null, ['/b', '/a'], '/a', ['/b']],
    ['/a', ['/b'], '/a', ['/b']],
  ])('from %j, %j to %j looks into %j too', (keptFolder, formerKeptFolders, next, former) => {
    expect(changeKeptFolder({ keptFolder, formerKeptFolders }, next)).toEqual({ keptFolder: next, formerKeptFolders: former })
  })

  it('forgets the oldest of very many', () => {
    const many = Array.from({ length: MAX_FORMER_FOLDERS }, (_, index) => `/${String(index)}`)
    expect(changeKeptFolder({ keptFolder: '/new', formerKeptFolders: many }, '/newer').formerKeptFolders).toEqual(['/new', ...many.slice(0, -1)])
  })
})

it('what was kept in a folder for all films is looked for after another one was chosen', () => {
  const first = changeDownloadFolder({ downloadFolder: null, formerKeptFolders: ['/kept'] }, '/a')
  expect(first).toEqual({ downloadFolder: '/a', formerKeptFolders: ['/kept'] })
  expect(changeDownloadFolder(first, null)).toEqual({ downloadFolder: null, formerKeptFolders: ['/a', '/kept'] })
})

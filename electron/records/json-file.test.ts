import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { check, integer, object } from '../../shared/ipc/schema.ts'
import { createJsonFile } from './json-file.ts'

let place = ''
beforeEach(async () => { place = await mkdtemp(path.join(os.tmpdir(), 'json-file-')) })
afterEach(async () => { await rm(place, { recursive: true }) })

const schema = object({ count: integer(0, 1e9) })
function openRecord(logged: string[] = [], file = path.join(place, 'record.json')) {
  return createJsonFile({ file, parse: (content) => check(schema, content), format: (value) => value, fallback: { count: 0 }, log: (_area, event) => { logged.push(event) } })
}

describe('a record on disk', () => {
  it('is the fallback until it is written', async () => {
    expect(await openRecord().read()).toEqual({ count: 0 })
  })

  it('is read as it was written, and leaves nothing beside it', async () => {
    await openRecord().write({ count: 7 })
    expect(await openRecord().read()).toEqual({ count: 7 })
    expect(await readdir(place)).toEqual(['record.json'])
  })

  it('holds the last of many values written at once', async () => {
    const record = openRecord()
    for (let count = 1; count <= 50; count++) void record.write({ count })
    await record.close()
    expect(await openRecord().read()).toEqual({ count: 50 })
    expect(await readdir(place)).toEqual(['record.json'])
  })

  it('is never half written to a reader', async () => {
    const record = openRecord()
    await record.write({ count: 1 })
    const writes = Promise.all(Array.from({ length: 20 }, async (_, i) => { await record.write({ count: i }); await record.close() }))
    for (let i = 0; i < 50; i++) expect(JSON.parse(await readFile(path.join(place, 'record.json'), 'utf8'))).toHaveProperty('count')
    await writes
  })

  it.each(['{"count": ', '{"count": -1}', '', '[]'])('that holds %j is put aside, not overwritten', async (content) => {
    await writeFile(path.join(place, 'record.json'), content)
    const logged: string[] = []
    expect(await openRecord(logged).read()).toEqual({ count: 0 })
    expect(logged).toEqual(['putAside'])
    expect(await readFile(path.join(place, 'record.json.broken'), 'utf8')).toBe(content)
  })

  it('that is put aside gives what can be saved of it, and that is on the disk at once', async () => {
    await writeFile(path.join(place, 'record.json'), '{"count": 3, "colour": "red"}')
    const told: unknown[] = []
    const record = createJsonFile({
      file: path.join(place, 'record.json'), parse: (content) => check(schema, content), format: (value) => value, fallback: { count: 0 }, log: () => undefined,
      rescue: (content, text) => { told.push(content, text); return { count: 3 } },
    })
    expect(await record.read()).toEqual({ count: 3 })
    expect(told).toEqual([{ count: 3, colour: 'red' }, '{"count": 3, "colour": "red"}'])
    expect(await openRecord().read()).toEqual({ count: 3 })
    expect((await readdir(place)).sort()).toEqual(['record.json', 'record.json.broken'])
  })

  it('that cannot be put aside is not overwritten by what can be saved of it', async () => {
    await writeFile(path.join(place, 'record.json'), '{"count": -1}')
    await mkdir(path.join(place, 'record.json.broken'))
    const record = createJsonFile({ file: path.join(place, 'record.json'), parse: (content) => check(schema, content), format: (value) => value, fallback: { count: 0 }, log: () => undefined, rescue: () => ({ count: 3 }) })
    expect(await record.read()).toEqual({ count: 3 })
    expect(await readFile(path.join(place, 'record.json'), 'utf8')).toBe('{"count": -1}')
  })

  it('that cannot be read is put aside, not overwritten', async () => {
    await mkdir(path.join(place, 'record.json'))
    const logged: string[] = []
    expect(await openRecord(logged).read()).toEqual({ count: 0 })
    await openRecord(logged).write({ count: 1 })
    expect(logged).toEqual(['putAside'])
    expect((await readdir(place)).sort()).toEqual(['record.json', 'record.json.broken'])
  })

  it('that cannot be written is logged and the program goes on', async () => {
    await mkdir(path.join(place, 'record.json'))
    const logged: string[] = []
    await openRecord(logged).write({ count: 1 })
    expect(logged).toEqual(['writeFailed'])
    expect(await readdir(place)).toEqual(['record.json'])
  })
})

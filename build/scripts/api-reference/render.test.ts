import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { renderApiReference } from './render.ts'

const template = () => readFile(path.join(import.meta.dirname, 'template.md'), 'utf8')

test('docs/API.md is what its template and the tables in the code say (npm run api-reference writes it)', async () => {
  const written = await readFile(path.resolve(import.meta.dirname, '../../../docs/API.md'), 'utf8')
  expect(written).toBe(renderApiReference(await template()))
})

test('a template that leaves a route out or names one that is not there makes no page', async () => {
  const whole = await template()
  expect(() => renderApiReference(whole.replace('<!-- route: Events -->\n', ''))).toThrow('route: Events')
  expect(() => renderApiReference(`${whole}\n<!-- route: Nothing -->\n`)).toThrow('route: Nothing')
})

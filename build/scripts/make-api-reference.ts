// Writes docs/API.md from its template and the tables of shared/http/api-routes.ts. Run: npm run api-reference
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderApiReference } from './api-reference/render.ts'

const template = readFileSync(path.join(import.meta.dirname, 'api-reference/template.md'), 'utf8')
writeFileSync(path.resolve(import.meta.dirname, '../../docs/API.md'), renderApiReference(template))

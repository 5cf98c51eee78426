import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'

const words = english.settings

async function occupyPort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, resolve) })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, server }
}

const free = ({ server }: { readonly server: Server }) => new Promise((resolve) => { server.close(resolve) })

test('the port for peers moves at once, says when another program has it, and goes back to any', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).click()
  const field = page.getByRole('textbox', { name: words.port.name })
  const reach = page.locator('.setting', { hasText: words.reach.name })
  await expect(reach).toContainText('is open on this computer. Nobody has come in yet.')

  await field.fill('80')
  await expect(page.getByText(words.port.wrong(1024, 65_535))).toBeVisible()
  await field.press('Escape')
  await expect(field).toHaveValue('')

  const other = await occupyPort()
  await field.fill(String(other.port))
  await field.press('Enter')
  await expect(reach).toContainText('Another program has the port you chose.')
  await page.getByRole('button', { name: words.toDefault(words.port.name) }).click()
  await expect(reach).not.toContainText('Another program')

  await free(other)
  await field.fill(String(other.port))
  await field.press('Enter')
  await expect(reach).toContainText(words.reach.open(other.port))
  // It is bound: another program is refused now.
  const refused = createServer()
  const code = await new Promise((resolve) => {
    refused.once('error', (error) => { resolve('code' in error ? error.code : '') })
    refused.listen(other.port, () => { resolve('listening') })
  })
  expect(code).toBe('EADDRINUSE')
})

test('every setting is found by the words people know it by, and says in a sentence what it does', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).click()
  const search = page.getByRole('searchbox')
  const rows = page.locator('.setting')
  for (const word of ['resume', 'speed', 'ffmpeg', 'folder', 'after watching', 'disk', 'delete', 'download limit', 'upload limit', 'household', 'connections', 'port', 'outside', 'encryption', 'proxy', 'SOCKS', 'interface', 'VPN', 'uTP', 'DHT', 'PEX', 'LSD', 'UPnP', 'NAT-PMP', 'mpv', 'VLC', 'language', 'notifications', 'magnet', 'preset', 'version', 'licences']) {
    await search.fill(word)
    await expect.soft(rows.first(), word).toBeVisible({ timeout: 5000 })
  }
  await search.fill('')
  const silent = await rows.evaluateAll((all) => all.filter((row) => !row.matches('.key-setting') && !/[.?]$/u.test(row.querySelector('.setting-why')?.textContent?.trim() ?? '')).map((row) => row.textContent))
  expect(silent).toEqual([])
})

test('a proxy that does not answer is named where it is chosen, and everything goes back to none', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).click()
  const row = page.locator('.setting', { hasText: words.proxy.name }).filter({ has: page.getByRole('combobox', { name: words.proxy.name }) })
  await row.getByRole('combobox').selectOption('socks5')
  const place = row.getByRole('textbox', { name: words.proxy.place })
  await place.fill('nowhere :x')
  await expect(row.getByText(words.proxy.wrong)).toBeVisible()
  const nobody = await occupyPort()
  await free(nobody)
  await place.fill(`127.0.0.1:${String(nobody.port)}`)
  await place.press('Enter')
  await expect(row).toContainText('does not answer')
  await expect(page.locator('.setting', { hasText: words.reach.name })).toContainText(words.reach.byProxy)

  const other = await occupyPort()
  other.server.on('connection', (socket) => { socket.once('data', () => socket.write(Uint8Array.of(5, 0))) })
  await place.fill(`127.0.0.1:${String(other.port)}`)
  await place.press('Enter')
  await expect(row).toContainText(words.proxy.answers)
  await page.getByRole('button', { name: words.toDefault(words.proxy.name) }).click()
  await expect(row.getByRole('combobox')).toHaveValue('none')
  await expect(place).toHaveCount(0)
  await free(other)
})

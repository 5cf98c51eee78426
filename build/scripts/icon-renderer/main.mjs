// Draws an SVG at several sizes with Chromium: ICON_SVG names the picture, ICON_SIZES the sizes, ICON_FOLDER where N.png go.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { app, BrowserWindow } from 'electron'

const { ICON_SVG, ICON_SIZES, ICON_FOLDER } = process.env

/** Runs in the page: one canvas a size, so neither window nor screen density has a say. */
const drawInPage = async (svg, sizes) => {
  const picture = new Image()
  picture.src = `data:image/svg+xml;base64,${btoa(svg)}`
  await picture.decode()
  return sizes.map(size => {
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
    canvas.getContext('2d').drawImage(picture, 0, 0, size, size)
    return canvas.toDataURL('image/png')
  })
}

async function drawAll() {
  const sizes = ICON_SIZES.split(',').map(Number)
  const window = new BrowserWindow({ show: false })
  await window.loadURL('data:text/html,<!doctype html>')
  const call = `(${drawInPage})(${JSON.stringify(readFileSync(ICON_SVG, 'utf8'))}, ${JSON.stringify(sizes)})`
  const pictures = await window.webContents.executeJavaScript(call)
  pictures.forEach((url, place) => writeFileSync(path.join(ICON_FOLDER, `${sizes[place]}.png`), Buffer.from(url.split(',')[1], 'base64')))
}

app.whenReady().then(drawAll).then(() => app.exit(0), error => {
  process.stderr.write(`${error.stack}\n`)
  app.exit(1)
})

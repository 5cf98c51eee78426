#!/usr/bin/env node
// The one door to everything the project can do: `node build/launch.mjs` lists it. It stands on Node alone until
// `npm ci` has run, so that it works in a clone where nothing is installed yet.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`millrace: this is Node ${process.versions.node}; Millrace needs Node 20.19 or newer (https://nodejs.org)\n`)
  process.exitCode = 1
} else {
  const { main } = await import('./launcher/main.mjs')
  process.exitCode = await main(process.argv.slice(2))
}

import { readFile } from 'node:fs/promises'
import { runTool } from '../../run-tool.ts'
import { FORBIDDEN, PUBLIC } from './addresses.ts'

/** The command line that runs a program in a network of its own with the addresses of the hostile world; null where the system makes no such networks. */
export async function inHostileNetwork(command: readonly string[]): Promise<readonly [string, readonly string[]] | null> {
  const unshare = ['--net', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']), '--']
  const script = [...await networkSetup(), 'exec "$@"'].join(' && ')
  const possible = await runTool('unshare', [...unshare, 'ip', 'link', 'set', 'lo', 'up']).then(({ code }) => code === 0, () => false)
  return possible ? ['unshare', [...unshare, 'sh', '-c', script, 'sh', ...command]] : null
}

/** Everything is on loopback, so that nothing leaves it; the strangers' range is local as a whole. */
async function networkSetup(): Promise<string[]> {
  const addresses = new Set([PUBLIC.site, await nameServerAddress(), ...FORBIDDEN])
  const added = [...addresses].filter((address) => !['127.0.0.1', '::1'].includes(address)).map((address) => `ip addr add ${address}/${address.includes(':') ? '128' : '32'} dev lo`)
  return ['ip link set lo up', ...added, `ip route add local ${PUBLIC.peers} dev lo`, 'ip route add 224.0.0.0/4 dev lo']
}

/** Whom this system asks for names; in a network of its own that address is ours to answer at. */
export async function nameServerAddress(): Promise<string> {
  const configured = await readFile('/etc/resolv.conf', 'utf8').catch(() => '')
  return /^nameserver\s+(\d+\.\d+\.\d+\.\d+)/m.exec(configured)?.[1] ?? '127.0.0.1'
}

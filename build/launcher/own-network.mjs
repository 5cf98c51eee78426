import { spawnSync } from 'node:child_process'

/**
 * The command line that runs a program in a network of its own, with loopback and nothing else: receivers announce
 * themselves to every network they find, and tests talk to this computer alone. Linux namespaces; null elsewhere.
 */
export function inOwnNetwork(command, args, platform = process.platform) {
  if (platform !== 'linux') return null
  // The second name ("sh") is the script's $0; what follows are its arguments.
  return ['unshare', [...userNamespace(), '--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', command, ...args]]
}

/** Whoever is not root becomes root of a namespace of users first. */
const userNamespace = () => process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']

/** Whether this system lets us make networks. */
export function canHaveOwnNetwork() {
  const line = inOwnNetwork('true', [])
  return line !== null && spawnSync(line[0], line[1], { stdio: 'ignore' }).status === 0
}

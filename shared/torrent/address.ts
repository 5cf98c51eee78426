/** True for hosts on this computer, in the local network or otherwise not on the public internet. */
export function isLocalAddress(host: string): boolean {
  return host === 'localhost'
}

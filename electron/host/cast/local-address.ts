import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/**
 * The local address from which `host` is reached, as the system's routes say; nothing is sent. With a VPN as the default
 * route this is still the network the device is in. Null when there is no way to it.
 */
export async function localAddressTo(host: string): Promise<string | null> {
  const socket = createSocket('udp4')
  try {
    const connected = once(socket, 'connect')
    // Any port: connecting a datagram socket only chooses the route.
    socket.connect(9, host)
    await connected
    return socket.address().address
  } catch {
    return null
  } finally {
    socket.close()
  }
}

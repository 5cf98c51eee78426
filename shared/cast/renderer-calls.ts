import type { RendererDescription } from './renderer-description.ts'
import type { SoapCall } from './soap.ts'

/** What a control point asks of a renderer. Levels are 0 to 100, times `H:MM:SS`. */
export type RendererCall =
  | { readonly kind: 'stop' }
  | { readonly kind: 'setUri'; readonly url: string; readonly metadata: string }
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'seek'; readonly unit: 'REL_TIME' | 'ABS_TIME'; readonly target: string }
  | { readonly kind: 'transport' }
  | { readonly kind: 'position' }
  | { readonly kind: 'getVolume' }
  | { readonly kind: 'setVolume'; readonly level: number }
  | { readonly kind: 'getMute' }
  | { readonly kind: 'setMute'; readonly muted: boolean }
  | { readonly kind: 'sink' }

/** A call with the address of the service that takes it, as the description writes it. */
export interface AddressedCall extends SoapCall {
  readonly controlPath: string
}

/** The SOAP form of a call; null when the renderer has no service for it. AVTransport:1 2.4, RenderingControl:1 2.4, ConnectionManager:1 2.4. */
export function addressCall(call: RendererCall, device: Pick<RendererDescription, 'avTransport' | 'renderingControl' | 'connectionManager'>): AddressedCall | null {
  const { service, action, args } = formOf(call)
  const { [service]: found } = device
  return found ? { serviceType: found.serviceType, controlPath: found.controlPath, action, args } : null
}

interface Form {
  readonly service: 'avTransport' | 'renderingControl' | 'connectionManager'
  readonly action: string
  readonly args: readonly (readonly [string, string])[]
}

const INSTANCE = ['InstanceID', '0'] as const
const CHANNEL = [INSTANCE, ['Channel', 'Master']] as const
const transport = (action: string, ...args: readonly (readonly [string, string])[]): Form => ({ service: 'avTransport', action, args: [INSTANCE, ...args] })
const rendering = (action: string, ...args: readonly (readonly [string, string])[]): Form => ({ service: 'renderingControl', action, args: [...CHANNEL, ...args] })

function formOf(call: RendererCall): Form {
  switch (call.kind) {
    case 'stop': return transport('Stop')
    case 'setUri': return transport('SetAVTransportURI', ['CurrentURI', call.url], ['CurrentURIMetaData', call.metadata])
    case 'play': return transport('Play', ['Speed', '1'])
    case 'pause': return transport('Pause')
    case 'seek': return transport('Seek', ['Unit', call.unit], ['Target', call.target])
    case 'transport': return transport('GetTransportInfo')
    case 'position': return transport('GetPositionInfo')
    case 'getVolume': return rendering('GetVolume')
    case 'setVolume': return rendering('SetVolume', ['DesiredVolume', String(call.level)])
    case 'getMute': return rendering('GetMute')
    case 'setMute': return rendering('SetMute', ['DesiredMute', call.muted ? '1' : '0'])
    case 'sink': return { service: 'connectionManager', action: 'GetProtocolInfo', args: [] }
  }
}

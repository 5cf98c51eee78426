import type { IncomingMessage } from 'node:http'
import type { AdmissionFacts } from '../../../shared/http/admission.ts'
import type { FileRequest } from '../../../shared/http/respond.ts'
import type { RequestTarget } from '../../../shared/http/stream-path.ts'

/** What admission needs to know of a request; null when it names no host or several (RFC 9112 3.2). */
export function admissionFacts(request: IncomingMessage, target: RequestTarget, tokenMatches: boolean): AdmissionFacts | null {
  const isHttp10 = request.httpVersionMajor === 1 && request.httpVersionMinor === 0
  const hosts = request.headersDistinct.host ?? []
  if (hosts.length > 1 || (hosts.length === 0 && !isHttp10)) return null
  return {
    method: request.method ?? '',
    tokenMatches,
    authorities: target.authority === null ? hosts : [...hosts, target.authority],
    isHttp10,
    origin: header(request, 'origin'),
    secFetchSite: header(request, 'sec-fetch-site'),
    secFetchDest: header(request, 'sec-fetch-dest'),
    targetChars: request.url?.length ?? 0,
    hasContent: hasContent(request),
    peerAddress: request.socket.remoteAddress ?? '',
  }
}

/** What the answer with a file depends on. */
export function fileRequest(request: IncomingMessage): FileRequest {
  return {
    method: request.method ?? '',
    range: header(request, 'range'),
    ifRange: header(request, 'if-range'),
    ifMatch: header(request, 'if-match'),
    ifNoneMatch: header(request, 'if-none-match'),
    dlna: { transferMode: header(request, 'transfermode.dlna.org'), getContentFeatures: header(request, 'getcontentfeatures.dlna.org') },
  }
}

/** Content is on its way after the header section (RFC 9112 6). */
export function hasContent(request: IncomingMessage): boolean {
  return header(request, 'transfer-encoding') !== null || !['0', null].includes(header(request, 'content-length'))
}

/** Several lines of one name count as one list (RFC 9110 5.3); null when there is none. */
export function header(request: IncomingMessage, name: string): string | null {
  return request.headersDistinct[name]?.join(', ') ?? null
}

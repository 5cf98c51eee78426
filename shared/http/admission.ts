/**
 * Who may ask the server anything, decided before anything is looked up. The rules and their order: token, Host, Origin,
 * Fetch metadata, method, sizes. A web page in the person's browser is the attacker of the player listener (it can send
 * requests to 127.0.0.1, and with DNS rebinding under another name); a neighbour on the network is that of the cast one.
 */
export type ListenerRules =
  /** `origins` are those of the app's own window; `hasToken` is false only after `--no-token`. */
  | { readonly kind: 'player'; readonly hosts: readonly string[]; readonly origins: readonly string[]; readonly hasToken: boolean }
  /** Open while a cast runs; `deviceAddress` is the only peer that is answered. */
  | { readonly kind: 'cast'; readonly hosts: readonly string[]; readonly deviceAddress: string }

/** What a request says about itself; header values are null when absent. */
export interface AdmissionFacts {
  readonly method: string
  /** True when the path carries the listener's token, or when the listener has none. */
  readonly tokenMatches: boolean
  /** Every authority the request names: the Host header and that of an absolute-form target. */
  readonly authorities: readonly string[]
  readonly isHttp10: boolean
  readonly origin: string | null
  readonly secFetchSite: string | null
  readonly secFetchDest: string | null
  readonly targetChars: number
  readonly hasContent: boolean
  readonly peerAddress: string
}

export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly status: RefusalStatus; readonly why: string }
export type RefusalStatus = 403 | 404 | 405 | 413 | 414 | 421

/** Applies the rules in order; the first that objects gives the status and a sentence for the client. */
export function admit(rules: ListenerRules, facts: AdmissionFacts): Admission {
  for (const rule of RULES) {
    const refusal = rule(rules, facts)
    if (refusal !== null) return { admitted: false, ...refusal }
  }
  return { admitted: true }
}

/** The methods a listener answers, as the value of an Allow header. */
export function allowedMethods(kind: ListenerRules['kind']): string {
  return kind === 'cast' ? 'GET, HEAD, OPTIONS' : 'GET, HEAD'
}

/** The names under which a loopback listener answers: anything else is another site's name pointed at this computer. */
export function loopbackHosts(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const withPort = names.map((name) => `${name}:${String(port)}`)
  return port === HTTP_PORT ? [...withPort, ...names] : withPort
}

/** CORS headers: exactly our own origin on the player listener, anybody on the cast listener, nobody else (Fetch 3.2). */
export function corsHeaders(rules: ListenerRules, origin: string | null): Record<string, string> {
  if (rules.kind === 'cast') return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED_HEADERS }
  if (origin === null || !isOurOrigin(rules, origin)) return {}
  return { 'Access-Control-Allow-Origin': origin, Vary: 'Origin', 'Access-Control-Expose-Headers': EXPOSED_HEADERS }
}

/** What a preflight on the cast listener is told beside the CORS headers: receivers ask for leave to send these. */
export const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'Range, If-Range, Content-Type, Accept-Encoding',
  'Access-Control-Max-Age': '600',
} as const

/** URLs without a port mean this one (RFC 9110 4.2.1), and clients leave it out of Host. */
const HTTP_PORT = 80
const EXPOSED_HEADERS = 'Accept-Ranges, Content-Length, Content-Range, Content-Type, ETag'
/** Longest request target, in characters; ours stay below 1000. RFC 9110 4.1 asks for at least 8000. */
const MAX_TARGET_CHARS = 8192

type Refusal = { readonly status: RefusalStatus; readonly why: string }
type Rule = (rules: ListenerRules, facts: AdmissionFacts) => Refusal | null

const RULES: readonly Rule[] = [wrongPeer, wrongToken, wrongHost, wrongOrigin, crossSite, pageLoad, wrongMethod, targetTooLong, withContent]

/** The text of every 404, so that a stranger learns nothing from the difference. */
export const NOT_FOUND = 'There is nothing here.'

function wrongPeer(rules: ListenerRules, { peerAddress }: AdmissionFacts): Refusal | null {
  return rules.kind === 'cast' && peerAddress !== rules.deviceAddress ? { status: 404, why: NOT_FOUND } : null
}

function wrongToken(_rules: ListenerRules, { tokenMatches }: AdmissionFacts): Refusal | null {
  return tokenMatches ? null : { status: 404, why: NOT_FOUND }
}

/** Browsers always send Host, so an HTTP/1.0 client without one cannot be a page under a borrowed name. */
function wrongHost({ hosts }: ListenerRules, { authorities, isHttp10 }: AdmissionFacts): Refusal | null {
  const named = authorities.length > 0 || isHttp10
  const ours = authorities.every((authority) => hosts.includes(authority.toLowerCase()))
  return named && ours ? null : { status: 421, why: 'This server does not answer under that name.' }
}

function wrongOrigin(rules: ListenerRules, { origin }: AdmissionFacts): Refusal | null {
  if (origin === null || rules.kind === 'cast' || isOurOrigin(rules, origin)) return null
  return { status: 403, why: 'Pages of other sites get no answer here.' }
}

/** Without a token the URL can be guessed, so what a browser sends for another site is refused (Fetch metadata, W3C). */
function crossSite(rules: ListenerRules, { secFetchSite, origin }: AdmissionFacts): Refusal | null {
  if (rules.kind === 'cast' || rules.hasToken || secFetchSite === null) return null
  if (secFetchSite === 'none' || secFetchSite === 'same-origin' || isOurOrigin(rules, origin)) return null
  return { status: 403, why: 'Pages of other sites get no answer here.' }
}

/**
 * Nothing here is a page, a frame, a script or a style, so a browser that wants one was sent by somebody else. An address
 * typed by the person (site "none") is no exception worth refusing: the browser shows the film.
 */
function pageLoad(rules: ListenerRules, { secFetchDest, secFetchSite }: AdmissionFacts): Refusal | null {
  if (rules.kind === 'cast' || secFetchDest === null || secFetchSite === 'none') return null
  return REFUSED_DESTINATIONS.includes(secFetchDest) ? { status: 403, why: 'Nothing here can be used as a page, script or style.' } : null
}

/** Navigation and script-like destinations and styles (Fetch 2.2.5). */
const REFUSED_DESTINATIONS = [
  'document', 'iframe', 'frame', 'fencedframe', 'embed', 'object',
  'script', 'worker', 'sharedworker', 'serviceworker', 'audioworklet', 'paintworklet', 'json', 'webidentity', 'style', 'xslt', 'manifest',
]

function wrongMethod(rules: ListenerRules, { method }: AdmissionFacts): Refusal | null {
  const allowed = allowedMethods(rules.kind)
  return allowed.split(', ').includes(method) ? null : { status: 405, why: `This server only answers ${allowed}.` }
}

function targetTooLong(_rules: ListenerRules, { targetChars }: AdmissionFacts): Refusal | null {
  if (targetChars <= MAX_TARGET_CHARS) return null
  return { status: 414, why: `The address has ${String(targetChars)} characters; at most ${String(MAX_TARGET_CHARS)} are read.` }
}

/** Content of a GET means nothing (RFC 9110 9.3.1) and is the raw material of request smuggling. */
function withContent(_rules: ListenerRules, { hasContent }: AdmissionFacts): Refusal | null {
  return hasContent ? { status: 413, why: 'Requests to this server carry no content.' } : null
}

function isOurOrigin(rules: ListenerRules, origin: string | null): boolean {
  return rules.kind === 'player' && origin !== null && origin !== 'null' && rules.origins.includes(origin)
}

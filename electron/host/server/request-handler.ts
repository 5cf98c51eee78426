import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ListenerRules, RefusalStatus } from '../../../shared/http/admission.ts'
import { admit, allowedMethods, corsHeaders, PREFLIGHT_HEADERS } from '../../../shared/http/admission.ts'
import { toAppError } from '../../../shared/errors.ts'
import { parseRoute, parseTarget, splitToken } from '../../../shared/http/stream-path.ts'
import type { Log } from '../../../shared/log.ts'
import type { Exchange } from './answers.ts'
import { answerText, FIXED_HEADERS } from './answers.ts'
import { admissionFacts, hasContent, header } from './request-facts.ts'
import type { AnswerRoute } from './routes.ts'
import { createTokenCheck } from './token-check.ts'

export interface RequestHandlerOptions {
  readonly rules: ListenerRules
  readonly token: string | null
  readonly answerRoute: AnswerRoute
  readonly log: Log
}

/** Answers one request; resolves when the answer is finished or the client is gone, never rejects. */
export type HandleRequest = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Admission, then the route. Shared by every listener. */
export function createRequestHandler({ rules, token, answerRoute, log }: RequestHandlerOptions): HandleRequest {
  const tokenMatches = createTokenCheck(token)

  return async (request, response) => {
    if (request.socket.destroyed) return
    const closed = new Promise((resolve) => response.once('close', resolve))
    const exchange = openExchange(request, response, rules)
    try {
      await answer(request, exchange)
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      log('server', 'failed to answer', { code, message })
      if (response.headersSent) response.destroy()
      else answerText(exchange, 500, 'Something went wrong here; the log says what.')
    }
    await closed
  }

  async function answer(request: IncomingMessage, exchange: Exchange): Promise<void> {
    const target = parseTarget(request.url ?? '')
    if (target === null) { refuseMalformed(exchange); return }
    const { token: candidate, path } = token === null ? { token: '', path: target.path } : splitToken(target.path)
    const facts = admissionFacts(request, target, tokenMatches(candidate))
    if (facts === null) { refuseMalformed(exchange); return }
    const admission = admit(rules, facts)
    if (!admission.admitted) refuse(exchange, admission.status, admission.why)
    else if (facts.method === 'OPTIONS') answerText(exchange, 204, '', { Allow: allowedMethods(rules.kind), ...PREFLIGHT_HEADERS })
    else await answerRoute(request, exchange, parseRoute(path, target.query))
  }

  function refuse(exchange: Exchange, status: RefusalStatus, why: string): void {
    answerText(exchange, status, status === 421 ? '' : why, status === 405 ? { Allow: allowedMethods(rules.kind) } : {})
  }
}

function refuseMalformed(exchange: Exchange): void {
  answerText(exchange, 400, 'This request is malformed.', { Connection: 'close' })
}

function openExchange(request: IncomingMessage, response: ServerResponse, rules: ListenerRules): Exchange {
  const gone = new AbortController()
  response.once('close', () => { gone.abort() })
  return {
    response,
    method: request.method ?? '',
    // Content is never read, so the connection cannot be used again after it.
    headers: { ...FIXED_HEADERS, ...corsHeaders(rules, header(request, 'origin')), ...(hasContent(request) ? { Connection: 'close' } : {}) },
    signal: gone.signal,
  }
}

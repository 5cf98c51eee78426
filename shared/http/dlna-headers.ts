/** What a request said about DLNA, by header value; null when the header is absent. Names match in any letter case. */
export interface DlnaRequest {
  readonly transferMode: string | null
  readonly getContentFeatures: string | null
}

/**
 * The fourth field of a DIDL's protocolInfo, and the same string as header: byte ranges work, time ranges do not
 * (OP=01), nothing is converted (CI=0), and the flags 24 streaming, 22 background, 21 stalling allowed, 20 DLNA 1.5.
 */
export const DLNA_CONTENT_FEATURES = 'DLNA.ORG_OP=01;DLNA.ORG_CI=0;DLNA.ORG_FLAGS=01700000000000000000000000000000'

/** The DLNA headers of an answer with a file, or with what `features` says: each only for a request that asked for it. DLNA guidelines 7.4.26, 7.4.49. */
export function dlnaHeaders({ transferMode, getContentFeatures }: DlnaRequest, features = DLNA_CONTENT_FEATURES): Record<string, string> {
  return {
    ...(transferMode === null ? {} : { 'transferMode.dlna.org': 'Streaming' }),
    ...(getContentFeatures?.trim() === '1' ? { 'contentFeatures.dlna.org': features } : {}),
  }
}

/**
 * The same for a stream that is made while it is sent: no ranges of bytes or time (OP=00), converted (CI=1), and the flags
 * 24 streaming, 22 background, 20 DLNA 1.5.
 */
export const CONVERTED_FEATURES = 'DLNA.ORG_OP=00;DLNA.ORG_CI=1;DLNA.ORG_FLAGS=01500000000000000000000000000000'

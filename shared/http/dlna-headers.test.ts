import { describe, expect, it } from 'vitest'
import { DLNA_CONTENT_FEATURES, dlnaHeaders } from './dlna-headers.ts'

const features = { 'contentFeatures.dlna.org': DLNA_CONTENT_FEATURES }
const mode = { 'transferMode.dlna.org': 'Streaming' }

describe('DLNA headers', () => {
  it.each([
    ['an ordinary player gets none', null, null, {}],
    ['a renderer that names a transfer mode gets Streaming', 'Streaming', null, mode],
    ['another mode is answered with the one there is', 'Interactive', null, mode],
    ['a question for content features is answered', null, '1', features],
    ['blanks around the 1 do not matter', null, ' 1 ', features],
    ['any other question is not', null, '0', {}],
    ['both go together', 'Streaming', '1', { ...mode, ...features }],
  ])('%s', (_title, transferMode, getContentFeatures, expected) => {
    expect(dlnaHeaders({ transferMode, getContentFeatures })).toEqual(expected)
  })

  it('carry 32 digits of flags', () => {
    expect(/DLNA\.ORG_FLAGS=(\d+)$/.exec(DLNA_CONTENT_FEATURES)?.[1]).toHaveLength(32)
  })
})

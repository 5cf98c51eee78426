/** Films by the Blender Foundation under Creative Commons Attribution, free for everybody. */
export interface FreeFilm {
  readonly id: 'sintel' | 'big-buck-bunny' | 'tears-of-steel' | 'cosmos-laundromat'
  readonly title: string
  readonly year: number
  readonly lengthMin: number
  readonly infoHash: string
}

export const FREE_FILMS: readonly FreeFilm[] = [
  { id: 'sintel', title: 'Sintel', year: 2010, lengthMin: 15, infoHash: '08ada5a7a6183aae1e09d831df6748d566095a10' },
  { id: 'big-buck-bunny', title: 'Big Buck Bunny', year: 2008, lengthMin: 10, infoHash: 'dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c' },
  { id: 'tears-of-steel', title: 'Tears of Steel', year: 2012, lengthMin: 12, infoHash: '209c8226b299b308beaf2b9cd3fb49212dbd13ec' },
  { id: 'cosmos-laundromat', title: 'Cosmos Laundromat', year: 2015, lengthMin: 12, infoHash: 'c9e15763f722f23e98a29decdfae341b98d53056' },
]

const TRACKERS = ['udp://tracker.opentrackr.org:1337', 'udp://explodie.org:6969', 'wss://tracker.btorrent.xyz', 'wss://tracker.openwebtorrent.com', 'wss://tracker.webtorrent.dev']
const SEED_FOLDER = 'https://webtorrent.io/torrents/'

/** The magnet link of a film, with its trackers, its web seed (BEP 19) and the place of its metainfo (`xs`). */
export function filmMagnet({ id, title, infoHash }: FreeFilm): string {
  const parts = [
    `xt=urn:btih:${infoHash}`,
    `dn=${encodeURIComponent(title)}`,
    ...TRACKERS.map((tracker) => `tr=${encodeURIComponent(tracker)}`),
    `ws=${encodeURIComponent(SEED_FOLDER)}`,
    `xs=${encodeURIComponent(`${SEED_FOLDER}${id}.torrent`)}`,
  ]
  return `magnet:?${parts.join('&')}`
}

/** What the stream API answers: the table from which docs/API.md is made, and against which the server is tested. */
export interface ApiRoute {
  readonly title: string
  /** Below the base URL; `{torrent}` is an id or an info hash, `{file}` an index. */
  readonly paths: readonly string[]
  /** Content-Type of the good answer. */
  readonly type: string
  readonly answers: readonly ApiAnswer[]
  /** Lines for a shell that run as they stand. */
  readonly lines: readonly ApiLine[]
}

export interface ApiAnswer {
  readonly status: number
  readonly when: string
}

/** `status` is what curl must be answered; null for other programs. */
export interface ApiLine {
  readonly command: string
  readonly status: number | null
  readonly note: string
}

const curl = (rest: string, status: number, note: string): ApiLine => ({ command: `curl ${rest}`, status, note })
const other = (command: string, note: string): ApiLine => ({ command, status: null, note })

const NO_TORRENT = { status: 404, when: 'no such torrent' } as const
const NO_FILE = { status: 404, when: 'no such torrent or file' } as const

export const API_ROUTES: readonly ApiRoute[] = [
  {
    title: 'Torrents', paths: ['/torrents', '/torrents/{torrent}'], type: 'application/json',
    answers: [{ status: 200, when: 'the list, or one of it' }, NO_TORRENT],
    lines: [curl('$BASE/torrents', 200, 'all of them'), curl('$BASE/torrents/0', 200, 'one'), curl('$BASE/torrents/$HASH', 200, 'the same one')],
  },
  {
    title: 'The bytes of a file', paths: ['/torrents/{torrent}/stream/{file}', '/torrents/{torrent}/stream/{file}/{name}'], type: 'by the file name',
    answers: [
      { status: 200, when: 'the whole file' },
      { status: 206, when: 'one range of it' },
      { status: 304, when: '`If-None-Match` names its `ETag`' },
      { status: 412, when: '`If-Match` does not' },
      { status: 416, when: 'the range begins at or past the end, or is `-0`; `Content-Range: bytes */{size}`' },
      NO_FILE,
    ],
    lines: [
      curl('-I $BASE/torrents/0/stream/0', 200, 'length, type, ETag'),
      curl('-o film.mp4 $BASE/torrents/0/stream/0', 200, 'the whole file'),
      curl('-r 0-1023 -o head.bin $BASE/torrents/0/stream/0', 206, 'the first 1024 bytes'),
      curl('-r -1024 -o tail.bin $BASE/torrents/0/stream/0/any%20name.mp4', 206, 'the last 1024 bytes'),
      curl('-r 0-9,20-29 -o film.mp4 $BASE/torrents/0/stream/0', 200, 'several ranges: the whole file'),
      curl('-i -r 99999999999- $BASE/torrents/0/stream/0', 416, 'past the end'),
      curl(`-i -H "If-None-Match: \\"$HASH-0\\"" $BASE/torrents/0/stream/0`, 304, 'the tag is info hash and index'),
      curl(`-i -H 'If-Match: "another"' $BASE/torrents/0/stream/0`, 412, 'not what you think it is'),
      curl(`-I -H 'getcontentFeatures.dlna.org: 1' -H 'transferMode.dlna.org: Streaming' $BASE/torrents/0/stream/0`, 200, 'as a television asks'),
      other('ffprobe -hide_banner $BASE/torrents/0/stream/0', ''),
      other('mpv $BASE/torrents/0/stream/0', ''),
    ],
  },
  {
    title: 'The converted form', paths: ['/torrents/{torrent}/hls/{file}/index.m3u8'], type: 'application/vnd.apple.mpegurl',
    answers: [{ status: 200, when: 'a playlist whose parts are made when they are asked for' }, NO_FILE, { status: 503, when: 'ffmpeg is missing, or the film cannot be converted now' }],
    lines: [curl('$BASE/torrents/0/hls/0/index.m3u8', 200, 'HLS, for what a player cannot play as it is')],
  },
  {
    title: 'The converted form as one stream', paths: ['/torrents/{torrent}/live/{file}/{spec}/{cell}.mp4', '/torrents/{torrent}/live/{file}/{spec}/{cell}.ts'], type: 'video/mp4; video/mp2t',
    answers: [{ status: 200, when: 'a stream without length that begins with a part of the playlist, for renderers that know no playlists; nothing in it can be jumped to' }, NO_FILE, { status: 503, when: 'as above' }],
    lines: [curl('-o film.ts $BASE/torrents/0/live/0/remux-a0-full/0.ts', 200, 'what is done, which sound, how many lines; from its beginning')],
  },
  {
    title: 'Pictures and the bytes they are made of', paths: ['/torrents/{torrent}/pictures/{file}/{number}', '/torrents/{torrent}/here/{file}'], type: 'image/jpeg; by the file name',
    answers: [
      { status: 200, when: 'a picture for the seek bar; the verified bytes, which nobody is asked for' }, { status: 206, when: 'a range of these bytes' }, { status: 404, when: 'no window shows this film, or there is no such picture' },
      { status: 416, when: 'as above' }, { status: 503, when: 'the range begins with a byte that is not here' },
    ],
    lines: [curl('$BASE/torrents/0/pictures/0/0', 404, 'made while a window shows the film'), curl('$BASE/torrents/0/here/0', 404, 'as well')],
  },
  {
    title: 'A film from a time on', paths: ['/torrents/{torrent}/from/{file}/{seconds}'], type: 'by the file name',
    answers: [{ status: 200, when: 'the head of a film without an index and what follows from shortly before the time, as one stream without length, for a program that would read all before it' }, { status: 404, when: 'no such torrent or file, or nobody has looked into the film yet' }],
    lines: [curl('$BASE/torrents/0/from/0/1', 404, 'a time has three digits: 1.000')],
  },
  {
    title: 'Subtitles', paths: ['/torrents/{torrent}/subtitles/{file}', '/torrents/{torrent}/subtitles/{file}/{id}.vtt'], type: 'application/json; text/vtt; charset=utf-8',
    answers: [{ status: 200, when: 'the list, or the cues there are' }, { status: 404, when: 'no such torrent, file or subtitles' }],
    lines: [curl('$BASE/torrents/0/subtitles/0', 200, 'inside the film and beside it: each has an id and a url'), curl('$BASE/torrents/0/subtitles/0/track-9.vtt', 404, 'none of that id')],
  },
  {
    title: 'Playlists', paths: ['/torrents/playlist', '/torrents/{torrent}/playlist'], type: 'application/mpegurl; charset=utf-8',
    answers: [{ status: 200, when: 'M3U8 of the playable files in natural order' }, NO_TORRENT],
    lines: [curl('$BASE/torrents/playlist', 200, 'of every torrent'), curl('$BASE/torrents/0/playlist', 200, 'of one'), other('mpv $BASE/torrents/0/playlist', ''), other('vlc $BASE/torrents/0/playlist', '')],
  },
  {
    title: 'By info hash alone', paths: ['/stream/proxy/{infohash}'], type: 'by the file name',
    answers: [
      { status: 200, when: 'the whole file' }, { status: 206, when: 'one range of it' }, { status: 416, when: 'as above' },
      { status: 404, when: 'nothing in the torrent plays' },
      { status: 502, when: 'what peers sent is not the torrent that was asked for' },
      { status: 503, when: 'too many torrents are in use' },
      { status: 504, when: 'no peer sent the details in time: `TORRENT_TIMEOUT`, `TORRENT_MAX_RETRIES` more times' },
      { status: 507, when: 'no room on the disk' },
    ],
    lines: [curl('-r 0-99 -o head.bin $BASE/stream/proxy/$HASH', 206, 'added if it is not there yet')],
  },
  {
    title: 'Verified pieces', paths: ['/torrents/{torrent}/haves/{file}'], type: 'application/octet-stream',
    answers: [{ status: 200, when: 'one bit for each piece of the file, the most significant bit first, 1 = verified' }, NO_FILE],
    lines: [curl('-o haves.bin $BASE/torrents/0/haves/0', 200, ''), other('od -A d -t x1 haves.bin', '')],
  },
  {
    title: 'Events', paths: ['/events'], type: 'text/event-stream',
    answers: [{ status: 200, when: '`status` twice a second' }, { status: 503, when: 'sixteen clients listen already' }],
    lines: [curl('-N --max-time 2 $BASE/events', 200, 'two seconds of it')],
  },
]

/** In the order in which a request is judged, before anything is looked up. */
export const API_REFUSALS: readonly ApiAnswer[] = [
  { status: 404, when: 'the path does not begin with the token; the same as for any unknown path' },
  { status: 421, when: '`Host` is none of `127.0.0.1`, `localhost`, `[::1]` with our port' },
  { status: 403, when: '`Origin` is present and not the app\'s own window' },
  { status: 403, when: 'without a token: `Sec-Fetch-Site` is neither `none` nor `same-origin`, and the Origin is not ours' },
  { status: 403, when: '`Sec-Fetch-Dest` wants a page, frame, script, style or worker for another site' },
  { status: 405, when: 'a method other than GET and HEAD, with `Allow`' },
  { status: 414, when: 'an address of more than 8192 characters' },
  { status: 413, when: 'content in the request' },
  { status: 400, when: 'a request that cannot be read, without `Host` or with two' },
  { status: 431, when: 'request line and headers beyond 64 KiB' },
  { status: 408, when: 'a request that takes longer than 10 s to arrive' },
]

export const API_REFUSAL_LINES: readonly ApiLine[] = [
  curl(`-i -H 'Host: example.org' $BASE/torrents`, 421, 'a name that is not ours'),
  curl(`-i -H 'Origin: https://example.org' $BASE/torrents`, 403, 'a page of another site'),
  curl(`-i -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Dest: script' $BASE/torrents`, 403, 'what its browser would say'),
  curl('-i -X POST $BASE/torrents', 405, ''),
  curl('-i -X GET -d x $BASE/torrents', 413, ''),
  curl('-i $BASE/nothing', 404, ''),
]

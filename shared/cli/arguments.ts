import type { FileIndex } from '../ids.ts'
import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/** What the command line asks for; the same for the window and for the headless mode. */
export interface CommandLine {
  readonly headless: boolean
  readonly help: boolean
  /** Magnet links, info hashes, paths and links in the order given; `-` stands for standard input. */
  readonly sources: readonly string[]
  /** The file to play in each source; null = the one chosen for playing. */
  readonly fileIndex: FileIndex | null
  /** 0 = any free port. */
  readonly port: number
  readonly noToken: boolean
  readonly downloadDir: string | null
  readonly keep: boolean
  readonly early: boolean
  /** A link was opened in another program, which started this one: the person is asked before anything is fetched. */
  readonly fromLink: boolean
  readonly allowLocal: boolean
  readonly peers: readonly PeerAddress[]
}

export interface PeerAddress {
  /** Name, IPv4 address, or IPv6 address without brackets. */
  readonly host: string
  readonly port: number
}

export interface ArgumentOptions {
  /** The runtime of the window has switches of its own (`--disable-gpu`); the headless mode has none. */
  readonly unknownOptions: 'refuse' | 'ignore'
}

/**
 * Reads a command line without the program's own name. `--name value` and `--name=value` are the same, the last of a
 * repeated option counts (each `--peer` adds one), `--` ends the options. Fails: argumentInvalid, with a sentence.
 */
export function parseArguments(words: readonly string[], { unknownOptions }: ArgumentOptions): Result<CommandLine> {
  let line: CommandLine = NOTHING_ASKED
  let at = 0
  while (at < words.length && words[at] !== '--') {
    const step = readWord(line, words[at] ?? '', words[at + 1] ?? '', unknownOptions)
    if (!step.ok) return step
    line = step.value.line
    at += step.value.wordsUsed
  }
  return finish(withSources(line, words.slice(at + 1)))
}

interface Step {
  readonly line: CommandLine
  readonly wordsUsed: 1 | 2
}

function readWord(line: CommandLine, word: string, next: string, unknownOptions: 'refuse' | 'ignore'): Result<Step> {
  if (!isOption(word)) return ok({ line: withSources(line, [word]), wordsUsed: 1 })
  const { name, attached } = splitOption(word)
  const flag = FLAGS[name]
  if (flag !== undefined) return attached === null ? ok({ line: { ...line, ...flag }, wordsUsed: 1 }) : refuse(`${name} takes no value.`)
  const option = OPTIONS[name]
  if (option === undefined) return unknownOptions === 'ignore' ? ok({ line, wordsUsed: 1 }) : refuse(`There is no option ${quote(name)}.`)
  const read = option(attached ?? next, line)
  return read.ok ? ok({ line: read.value, wordsUsed: attached === null ? 2 : 1 }) : read
}

/** How the program is called, with a window and without. */
export const USAGE = `Usage: npm start -- [SOURCE...] [options]                       opens a window
       node build/launch.mjs --headless SOURCE... [options]     prints addresses for other players

SOURCE is a magnet link, an info hash, or the path or http(s) link of a .torrent file.

  --download-dir DIR  keep downloads below this folder
  --keep              leave the data in place at the end
  --port N            listen on this port (default: any free one)
  --no-token          leave the secret out of the addresses
  --peer HOST:PORT    connect to this peer (may be repeated)
  --allow-local       let torrents name trackers and web seeds on this computer and network
  --help              print this

With --headless alone:
  -                   as a source: read them from standard input, one a line, and end with it
  --file N            play the file with this index (from 0) instead of the one that would be chosen
  --early             print addresses that may send bytes before their piece is verified
`

const NOTHING_ASKED: CommandLine = {
  headless: false, help: false, sources: [], fileIndex: null, port: 0, noToken: false, downloadDir: null, keep: false, early: false, fromLink: false, allowLocal: false, peers: [],
}

const FLAGS: Readonly<Record<string, Partial<CommandLine>>> = {
  '--headless': { headless: true },
  '--help': { help: true },
  '-h': { help: true },
  '--no-token': { noToken: true },
  '--keep': { keep: true },
  '--early': { early: true },
  '--from-link': { fromLink: true },
  '--allow-local': { allowLocal: true },
}

type ReadOption = (value: string, line: CommandLine) => Result<CommandLine>

const OPTIONS: Readonly<Record<string, ReadOption>> = {
  '--file': (value, line) => mapCount('--file', value, 0, MAX_FILE_INDEX, (fileIndex) => ({ ...line, fileIndex })),
  '--port': (value, line) => mapCount('--port', value, 0, MAX_PORT, (port) => ({ ...line, port })),
  '--download-dir': (value, line) => (value === '' || value.includes('\0') ? refuse('--download-dir needs the path of a folder.') : ok({ ...line, downloadDir: value })),
  '--peer': (value, line) => {
    const peer = parsePeer(value)
    return peer.ok ? ok({ ...line, peers: [...line.peers, peer.value] }) : peer
  },
}

const MAX_PORT = 65_535
/** More files than a torrent may have. */
const MAX_FILE_INDEX = 1_000_000
const MAX_QUOTED_CHARS = 80

/** A lone `-` is a source, and so is anything that does not begin with a dash. */
function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-'
}

function splitOption(word: string): { readonly name: string; readonly attached: string | null } {
  const mark = word.startsWith('--') ? word.indexOf('=') : -1
  return mark < 0 ? { name: word, attached: null } : { name: word.slice(0, mark), attached: word.slice(mark + 1) }
}

function withSources(line: CommandLine, sources: readonly string[]): CommandLine {
  return { ...line, sources: [...line.sources, ...sources] }
}

function finish(line: CommandLine): Result<CommandLine> {
  if (line.help) return ok(line)
  if (line.sources.some((source) => source.trim() === '')) return refuse('A source is empty. Give a magnet link, an info hash, a path or a link.')
  if (line.sources.filter((source) => source === '-').length > 1) return refuse('- (standard input) can be given once.')
  return line.headless && line.sources.length === 0 ? refuse('No source was given. Give a magnet link, an info hash, a path or a link, or - to read them from standard input.') : ok(line)
}

function mapCount(name: string, value: string, min: number, max: number, use: (count: number) => CommandLine): Result<CommandLine> {
  const count = /^\d{1,15}$/.test(value) ? Number(value) : NaN
  return count >= min && count <= max ? ok(use(count)) : refuse(`${name} needs a whole number from ${String(min)} to ${String(max)}, not ${quote(value)}.`)
}

/** `host:port`, `1.2.3.4:port` or `[v6]:port`. */
function parsePeer(value: string): Result<PeerAddress> {
  const [, v6, name, digits = ''] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(value) ?? []
  const host = v6 ?? name ?? ''
  const port = Number(digits)
  const usable = host !== '' && host.length <= MAX_HOST_CHARS && port >= 1 && port <= MAX_PORT
  return usable ? ok({ host, port }) : refuse(`--peer needs HOST:PORT, for example 127.0.0.1:6881 or [::1]:6881, not ${quote(value)}.`)
}

/** Longest name in the DNS (RFC 1035 2.3.4). */
const MAX_HOST_CHARS = 253

function refuse<T>(message: string): Result<T> {
  return fail('argumentInvalid', message)
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, MAX_QUOTED_CHARS))
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cue } from './cue.ts'
import { SUBTITLE_LIMITS, cueSchema, plainText } from './cue.ts'
import { check } from '../ipc/schema.ts'
import { formatVtt } from './format-vtt.ts'
import { parseSubtitles } from './parse-subtitles.ts'

/** Every cue as one line: times, place, words with their look in brackets. */
function read(text: string, framesPerSec: number | null = null): string[] {
  const parsed = parseSubtitles(text, framesPerSec)
  return parsed.ok ? parsed.value.cues.map(drawn) : [parsed.error.code]
}

function drawn({ startMs, endMs, runs, place }: Cue): string {
  const words = runs.map(({ text, bold, italic, underline, strike, colour, size }) => {
    const marks = [bold ? 'b' : '', italic ? 'i' : '', underline ? 'u' : '', strike ? 's' : '', colour ?? '', size === null ? '' : size.toFixed(2)].join('')
    return marks === '' ? text : `[${marks}:${text}]`
  }).join('').replace(/\n/g, '|')
  const where = place.at ? ` ${String(place.corner)}@${place.at.x.toFixed(2)},${place.at.y.toFixed(2)}` : place.corner === 2 ? '' : ` ${String(place.corner)}`
  return `${String(startMs)}-${String(endMs)}${where} ${words}`
}

describe('SubRip', () => {
  it.each([
    ['a plain file', '1\n00:00:01,000 --> 00:00:02,500\nHello\nthere\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n', ['1000-2500 Hello|there', '3000-4000 Bye']],
    ['CRLF, a byte order mark and no blank line between cues', '\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nA\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nB', ['1000-2000 A', '2000-3000 B']],
    ['a blank line inside a cue', '1\n00:00:01,000 --> 00:00:02,000\nA\n\nB\n\n2\n00:00:03,000 --> 00:00:04,000\nC', ['1000-2000 A|B', '3000-4000 C']],
    ['a number that is what is said', '1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n1984', ['1000-2000 42', '3000-4000 1984']],
    ['points, missing hours, short fractions, coordinates', '00:01.5 --> 00:02.25 X1:40 X2:600\nA', ['1500-2250 A']],
    ['cues out of order', '1\n00:00:05,000 --> 00:00:06,000\nB\n\n2\n00:00:01,000 --> 00:00:02,000\nA', ['1000-2000 A', '5000-6000 B']],
    ['tags', '1\n00:00:01,000 --> 00:00:02,000\n<i>one</i> <B>two</B> <font color="#FF0000">three</font> <font color=lime>four', ['1000-2000 [i:one] [b:two] [#ff0000:three] [#00ff00:four]']],
    ['tags closed across each other', '1\n00:00:01,000 --> 00:00:02,000\n<i><b>x</i></b>y', ['1000-2000 [bi:x]y']],
    ['an override of ASS', '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}{\\i1}top{\\i0} y', ['1000-2000 8 [i:top] y']],
    ['markup that could run is text or nothing', '1\n00:00:01,000 --> 00:00:02,000\n<script>alert(1)</script><img src=x onerror=y> 1 < 2 & 3 &lt;b&gt;', ['1000-2000 alert(1) 1 < 2 & 3 <b>']],
    ['a cue that ends before it begins is none', '1\n00:00:05,000 --> 00:00:01,000\nA\n\n2\n00:00:06,000 --> 00:00:07,000\nB', ['6000-7000 B']],
    ['an empty cue is none', '1\n00:00:01,000 --> 00:00:02,000\n<i></i> \n\n2\n00:00:06,000 --> 00:00:07,000\nB', ['6000-7000 B']],
  ])('%s', (_what, text, expected) => { expect(read(text)).toEqual(expected) })
})

describe('WebVTT', () => {
  it.each([
    ['names, notes and styles', 'WEBVTT - film\n\nSTYLE\n::cue { color: red }\n\nNOTE\n00:00 nothing\n\nintro\n00:01.000 --> 00:02.000\nA\nB\n\n01:00:00.000 --> 01:00:01.000\nC', ['1000-2000 A|B', '3600000-3601000 C']],
    ['classes, voices and stamps', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna><c.yellow.bg_black>A</c> <00:01.500><i.x>B</i></v> &amp;&nbsp;C', ['1000-2000 [#ffff00:A] [i:B] &\u00a0C']],
    ['places', 'WEBVTT\n\n00:01.000 --> 00:02.000 line:0\nA\n\n00:01.000 --> 00:02.000 line:20% position:10%,line-left align:start\nB\n\n00:01.000 --> 00:02.000 align:end\nC', ['1000-2000 8 A', '1000-2000 7@0.10,0.20 B', '1000-2000 3 C']],
    ['a header alone', 'WEBVTT\n', ['subtitleUnreadable']],
  ])('%s', (_what, text, expected) => { expect(read(text)).toEqual(expected) })
})

const ASS_HEAD = `[Script Info]
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1
Style: Sign,Comic,36,&H000000FF,&H000000FF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,1,2,2,8,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
`
const assLine = (text: string, style = 'Default') => `${ASS_HEAD}Dialogue: 0,0:00:01.00,0:00:02.50,${style},,0,0,0,,${text}`

describe('ASS', () => {
  it.each([
    ['words with commas and breaks', assLine('One, two\\Nthree\\hfour'), ['1000-2500 One, two|three\u00a0four']],
    ['a style', assLine('SHOP', 'Sign'), ['1000-2500 8 [b#ff00000.10:SHOP]']],
    ['an unknown style is the ordinary one', assLine('x', 'Nobody'), ['1000-2500 x']],
    ['place and look', assLine('{\\an7\\pos(64,36)\\i1\\c&H00FF00&}a{\\i0}b{\\r}c'), ['1000-2500 7@0.10,0.10 [i#00ff00:a][#00ff00:b]c']],
    ['a move begins where it begins', assLine('{\\move(320,180,640,360,0,500)}a'), ['1000-2500 2@0.50,0.50 a']],
    ['karaoke, fades, blurs and animations leave the words', assLine('{\\k20}ka{\\kf30}ra{\\K10}o{\\fad(200,200)\\blur2\\bord3\\t(0,500,\\fs80\\c&H0000FF&)}ke'), ['1000-2500 karaoke']],
    ['drawings and hidden words are left out', assLine('{\\p1}m 0 0 l 10 10{\\p0}shown{\\alpha&HFF&}hidden{\\alpha&H00&}.'), ['1000-2500 shown.']],
    ['comments in braces are left out', assLine('{he says}Hi'), ['1000-2500 Hi']],
    ['glows of the same words are one cue', `${assLine('glow')}\nDialogue: 1,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\blur5}glow`, ['1000-2500 glow']],
    ['comments are no dialogue', `${assLine('a')}\nComment: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,b`, ['1000-2500 a']],
    ['SSA counts its corners otherwise', '[Script Info]\n[V4 Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, Alignment\nStyle: Top,Arial,20,16777215,6\n[Events]\nFormat: Marked, Start, End, Style, Text\nDialogue: Marked=0,0:00:01.00,0:00:02.00,Top,hi', ['1000-2000 8 hi']],
  ])('%s', (_what, text, expected) => { expect(read(text)).toEqual(expected) })
})

describe('formats of frames and tenths', () => {
  it.each([
    ['MicroDVD at the film\'s rate', '{25}{50}Hello|there\n{100}{150}{y:i}slanted|straight', 25, ['1000-2000 Hello|there', '4000-6000 [i:slanted]|straight']],
    ['MicroDVD at its own rate', '{1}{1}50\n{50}{100}A', 25, ['1000-2000 A']],
    ['MicroDVD without any rate runs like a film', '{24000}{24024}A', null, ['1001000-1002001 A']],
    ['MicroDVD with a colour and a look for all lines', '{25}{50}{Y:b}{c:$0000FF}A|/B', 25, ['1000-2000 [b#ff0000:A]|[bi:B]']],
    ['MPL2', '[10][25]A|/B\n[30][40]C', null, ['1000-2500 A|[i:B]', '3000-4000 C']],
    ['SubViewer', '[INFORMATION]\n[TITLE]x\n00:00:01.00,00:00:02.50\nA[br]B\n\n00:00:03.00,00:00:04.00\nC', null, ['1000-2500 A|B', '3000-4000 C']],
  ])('%s', (_what, text, rate, expected) => { expect(read(text, rate)).toEqual(expected) })
})

describe('anything else', () => {
  it.each([['a page', '<html><body>1</body></html>'], ['nothing', ''], ['a picture subtitle\'s index', '# VobSub index file, v7\nsize: 720x576\n']])('%s is refused', (_what, text) => {
    expect(read(text)).toEqual(['subtitleUnreadable'])
  })

  it('a file of endless cues is read up to the limit', () => {
    const cue = '00:00:01,000 --> 00:00:02,000\nA\n'
    expect(read(cue.repeat(SUBTITLE_LIMITS.cues + 10))).toHaveLength(SUBTITLE_LIMITS.cues)
  })

  it('whatever is given, the cues keep the schema of the page', () => {
    const words = fc.constantFrom('<i>', '</i>', '<b', '{\\an9}', '{\\pos(1,2)}', '{', '}', '<c.red>', '&#65;', '&lt;', '\n', '\r\n', '\\N', '\u0000', 'x'.repeat(5000), '|', '/', '{y:i}', '<00:01.000>', '\u202e', '😀')
    const heads = fc.constantFrom('1\n00:00:01,000 --> 00:00:02,000\n', 'WEBVTT\n\n00:01.000 --> 00:02.000 line:999% position:x\n', ASS_HEAD + 'Dialogue: 0,0:00:01.00,0:00:02.50,Sign,,0,0,0,,', '{1}{99999999}', '[1][2]')
    fc.assert(fc.property(heads, fc.array(words, { maxLength: 30 }), (head, parts) => {
      const parsed = parseSubtitles(head + parts.join(''), 25)
      return !parsed.ok || parsed.value.cues.every((cue) => check(cueSchema, cue).ok)
    }), { numRuns: 300 })
  })

  it('long hostile lines are read in time that does not grow with their square', () => {
    const parts = ['<', '{\\', '<i', '{\\t(', '&#', '<c.', '\\N', '{y:'].map((part) => part.repeat(200_000)).join('\n')
    read(`1\n00:00:01,000 --> 00:00:02,000\n${parts}`)
    // Reading that is not linear takes minutes here and runs into the limit of the test.
    read(ASS_HEAD + 'Dialogue: 0,0:00:01.00,0:00:02.50,Sign,,0,0,0,,' + '{\\t('.repeat(300_000))
    read(`{1}{2}${'{y:'.repeat(300_000)}`)
  })
})

describe('WebVTT that we write', () => {
  it('reads back as the same cues', () => {
    const source = parseSubtitles(`${assLine('a & <b>')}\nDialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\an8\\i1}top\\Nline\nDialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\\an7\\pos(64,36)\\c&H00FF00&}green`, null)
    const cues = source.ok ? source.value.cues : []
    expect(read(formatVtt(cues))).toEqual(['1000-2500 a & <b>', '3000-4000 8 [i:top|line]', '5000-6000 7@0.10,0.10 [#00ff00:green]'])
    expect(cues.map(plainText)).toEqual(['a & <b>', 'top\nline', 'green'])
  })
})

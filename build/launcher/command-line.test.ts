import { describe, expect, test } from 'vitest'
import { callerFolder, COMMANDS, helpText, parseCommandLine } from './command-line.mjs'

describe('the command line', () => {
  test.each([
    ['dev', { kind: 'command', name: 'dev', args: [] }],
    ['dev film.torrent --port 8080', { kind: 'command', name: 'dev', args: ['film.torrent', '--port', '8080'] }],
    ['--port 8080', { kind: 'command', name: 'dev', args: ['--port', '8080'] }],
    ['--headless film.torrent --keep', { kind: 'headless', name: 'headless', args: ['film.torrent', '--keep'] }],
    ['dev --headless film.torrent', { kind: 'headless', name: 'headless', args: ['film.torrent'] }],
    ['dev film.torrent --headless', { kind: 'headless', name: 'headless', args: ['film.torrent'] }],
    ['dev --help', { kind: 'headless', name: 'headless', args: ['--help'] }],
    ['-h', { kind: 'headless', name: 'headless', args: ['--help'] }],
    ['e2e --help', { kind: 'command', name: 'e2e', args: ['--help'] }],
    ['e2e --headless', { kind: 'command', name: 'e2e', args: ['--headless'] }],
    ['nonsense a', { kind: 'unknown', name: 'nonsense', args: ['a'] }],
    ['', { kind: 'help', name: 'help', args: [] }],
  ])('"%s" is understood', (line, expected) => {
    expect(parseCommandLine(line.split(' ').filter(Boolean))).toEqual(expected)
  })

  test('the names every object has are no commands', () => {
    expect(parseCommandLine(['toString']).kind).toBe('unknown')
  })

  test('the help names every command', () => {
    for (const name of Object.keys(COMMANDS)) expect(helpText()).toContain(`  ${name} `)
  })
})

describe('relative paths are meant from', () => {
  test('the folder npm was started in, when npm started this command', () => {
    expect(callerFolder({ npm_lifecycle_event: 'start', INIT_CWD: '/films' }, '/project', '/project')).toBe('/films')
  })

  test('the current folder, when a test that npm started runs the launcher itself', () => {
    expect(callerFolder({ npm_lifecycle_event: 'test', INIT_CWD: '/films' }, '/tmp/a', '/project')).toBe('/tmp/a')
    expect(callerFolder({ npm_lifecycle_event: 'start', INIT_CWD: '/films' }, '/tmp/a', '/project')).toBe('/tmp/a')
    expect(callerFolder({}, '/tmp/a', '/project')).toBe('/tmp/a')
  })
})

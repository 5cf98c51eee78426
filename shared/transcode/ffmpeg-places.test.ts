import { describe, expect, it } from 'vitest'
import { ffmpegPlaces, ffprobeBeside } from './ffmpeg-places.ts'

const linux = { chosen: null, env: {}, resourcesDir: null, platform: 'linux' }

describe('the places of ffmpeg', () => {
  it('are the setting, FFMPEG_PATH, the packed one, PATH, the usual folders of macOS, each once', () => {
    const places = ffmpegPlaces({ chosen: '/mine/ffmpeg', env: { FFMPEG_PATH: '/env/ffmpeg-7', PATH: '/a/:/usr/bin:/a' }, resourcesDir: '/app/resources', platform: 'darwin' })
    expect(places.slice(0, 5)).toEqual(['/mine/ffmpeg', '/env/ffmpeg-7', '/app/resources/ffmpeg/ffmpeg', '/a/ffmpeg', '/usr/bin/ffmpeg'])
    expect(places).toContain('/opt/homebrew/bin/ffmpeg')
    expect(new Set(places).size).toBe(places.length)
  })

  it('never lie in the current folder', () => {
    expect(ffmpegPlaces({ ...linux, env: { PATH: '.:bin::/ok', FFMPEG_PATH: '' } })[0]).toBe('/ok/ffmpeg')
  })

  it('are written as Windows does there', () => {
    expect(ffmpegPlaces({ chosen: null, env: { Path: 'C:\\tools;relative' }, resourcesDir: 'D:\\app', platform: 'win32' })).toEqual(['D:\\app\\ffmpeg\\ffmpeg.exe', 'C:\\tools\\ffmpeg.exe'])
  })

  it.each([['/usr/bin/ffmpeg', '/usr/bin/ffprobe'], ['C:\\f\\ffmpeg.exe', 'C:\\f\\ffprobe.exe'], ['/opt/ffmpeg-7', '/opt/ffprobe-7'], ['/opt/avconv', null]])('the ffprobe of %s is %s', (ffmpeg, ffprobe) => {
    expect(ffprobeBeside(ffmpeg)).toBe(ffprobe)
  })
})

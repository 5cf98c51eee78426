import path from 'node:path'
import { MakerBase } from '@electron-forge/maker-base'
import type { MakerOptions } from '@electron-forge/maker-base'
import { buildForge } from 'electron-builder'
import type { PackagerOptions } from 'electron-builder'

type Targets = Pick<PackagerOptions, 'linux' | 'win' | 'mac'>

/** Installers by system; electron-builder's names. */
const TARGETS: Readonly<Record<string, Targets>> = {
  linux: { linux: ['AppImage', 'tar.gz'] },
  win32: { win: ['nsis'] },
  darwin: { mac: ['dmg', 'zip'] },
}

/** Hands the folder that Forge packaged to electron-builder, which makes the installers. A class, because Forge asks for one. */
export class MakerElectronBuilder extends MakerBase<Record<string, never>> {
  override name = 'electron-builder'
  override defaultPlatforms: ('linux' | 'win32' | 'darwin')[] = ['linux', 'win32', 'darwin']

  override isSupportedOnCurrentPlatform(): boolean {
    return true
  }

  override async make({ dir, makeDir, targetPlatform }: MakerOptions): Promise<string[]> {
    const targets = TARGETS[targetPlatform]
    if (!targets) throw new Error(`there is no installer for ${targetPlatform}: make one on Linux, Windows or macOS`)
    return buildForge({ dir }, { ...targets, config: { directories: { output: path.join(makeDir, 'installers') } } })
  }
}

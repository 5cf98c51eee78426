import { FusesPlugin } from '@electron-forge/plugin-fuses'
import type { ForgeConfig } from '@electron-forge/shared-types'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { MakerElectronBuilder } from './build/maker-electron-builder.ts'

/** What a package holds: the built app, its manifest and the packages it loads while running; Forge leaves development packages out. */
const PACKAGED = /^\/?$|^\/(out|node_modules)(\/|$)|^\/package\.json$/

/** Records of the build and the source maps and typings of packages are of no use to anybody who runs the app. */
const USELESS = /^\/out\/\.|^\/out\/demo\/made-by$|^\/node_modules\/\.|\.(map|d\.ts|d\.mts|d\.cts)$/

/** A zip of an Electron that is on this machine already (set by the launcher); without it Forge fetches the official one. */
const electronZipDir = process.env.MILLRACE_ELECTRON_ZIP_DIR

/** A folder named ffmpeg with the programs and their licence, for the system that is packaged (set by the launcher); without it the app takes the computer's own. */
const ffmpegDir = process.env.MILLRACE_FFMPEG_DIR

const config: ForgeConfig = {
  outDir: 'dist',
  packagerConfig: {
    name: 'Millrace',
    executableName: 'millrace',
    appBundleId: 'org.millrace.player',
    appCategoryType: 'public.app-category.video',
    icon: 'build/icon',
    ignore: (file) => !PACKAGED.test(file) || USELESS.test(file),
    // Libraries are mapped by the system and the clip is read by ffmpeg: neither can look inside an archive.
    asar: { unpack: '{**/*.node,**/demo.mp4}' },
    extraResource: ['LICENSE', 'THIRD_PARTY_NOTICES.md', ...(ffmpegDir ? [ffmpegDir] : [])],
    protocols: [{ name: 'Magnet link', schemes: ['magnet'] }],
    ...(electronZipDir ? { electronZipDir } : {}),
  },
  // Every native package we ship comes with binaries for Node-API, which need no rebuild for Electron.
  rebuildConfig: { onlyModules: [] },
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    }),
  ],
  makers: [new MakerElectronBuilder({})],
}

// Forge reads the default export of this file.
export default config

import type { Settings } from '../../shared/ipc/contract.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { FolderChoice } from './folder-choice.tsx'
import type { SettingRow } from './setting-row.tsx'

type Row = Parameters<typeof SettingRow>[0]
const words = catalogue.settings

/** Where films are: the folder of this start; else the one that was chosen for all of them, and without one that of kept films. */
export function folderRows({ downloadDir, downloadFolder, keptFolder }: Settings, reset: (command: 'app.chooseKeptFolder' | 'app.chooseDownloadFolder') => void): readonly Row[] {
  if (downloadDir !== null) return [{ words: { name: words.downloadFolder.name, why: words.downloadFolder.byStart }, control: <output className="setting-fact" dir="auto">{downloadDir}</output> }]
  const forAll: Row = {
    words: words.downloadFolder, isDefault: downloadFolder === null, reset: () => { reset('app.chooseDownloadFolder') },
    control: <FolderChoice chosen={downloadFolder} usual={words.downloadFolder.usual} command="app.chooseDownloadFolder" />,
  }
  if (downloadFolder !== null) return [forAll]
  return [forAll, {
    words: words.keptFolder, isDefault: keptFolder === null, reset: () => { reset('app.chooseKeptFolder') },
    control: <FolderChoice chosen={keptFolder} usual={words.keptFolder.usual} command="app.chooseKeptFolder" />,
  }]
}

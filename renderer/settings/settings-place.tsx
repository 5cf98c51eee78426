import { useState } from 'react'
import { ENCRYPTION } from '../../shared/network/network-wish.ts'
import { MAX_DELAY_MS, SOUND_DELAY_STEP_MS } from '../../shared/playback/sound-shape.ts'
import { DEFAULT_PREFERENCES } from '../../shared/settings/settings.ts'
import type { Preferences, SettingsPatch } from '../../shared/settings/settings.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { LANGUAGES, LANGUAGE_NAMES } from '../../shared/text/language.ts'
import { formatBytes, formatRate } from '../../shared/text/numbers.ts'
import { SearchField } from '../home/search-field.tsx'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { usePlace } from '../ui/use-place.ts'
import { AfterWatchingControl } from './after-watching.tsx'
import { ClearDownloads } from './clear-downloads.tsx'
import { ChoiceControl, SliderControl, SwitchControl } from './controls.tsx'
import { folderRows } from './folder-rows.tsx'
import { KeyRows, keysFit } from './key-rows.tsx'
import { LinksHere } from './links-here.tsx'
import { FfmpegChoice } from './ffmpeg-choice.tsx'
import { matchesSetting } from './match-setting.ts'
import { PeerPort } from './peer-port.tsx'
import { PeerReach } from './peer-reach.tsx'
import { InterfaceChoice } from './interface-choice.tsx'
import { ProxyChoice } from './proxy-choice.tsx'
import { PlayerProgram } from './player-program.tsx'
import { SettingRow } from './setting-row.tsx'
import { headingOf, SettingsIndex } from './settings-index.tsx'
import { subtitleRows } from './subtitle-rows.tsx'
import { SpeedNow } from './speed-now.tsx'
import { useStorage } from './use-storage.ts'

const words = catalogue.settings

/** Steps of a limit, slowest first; after the last there is none. Each is about twice the one before, as people think of lines. */
const LIMIT_STEPS = [50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000] as const
/** From what a film in high definition needs to more than most disks have. */
const STORAGE_STEPS = [500_000_000, 1_000_000_000, 2_000_000_000, 5_000_000_000, 10_000_000_000, 20_000_000_000, 50_000_000_000, 100_000_000_000, 200_000_000_000, 500_000_000_000] as const
/** Milliseconds; what screens and wireless loudspeakers take. */
const SOUND_DELAY_STEPS = Array.from({ length: MAX_DELAY_MS / SOUND_DELAY_STEP_MS + 1 }, (_, step) => step * SOUND_DELAY_STEP_MS)
const CONNECTION_STEPS = [10, 20, 35, 55, 80, 120, 200, 300, 500] as const

/** Everything that can be chosen, in plain groups: applied at once, each with a way back. */
export function SettingsPlace() {
  const place = usePlace(null)
  const { bridge, opener } = useParts()
  const settings = useApp((state) => state.settings)
  const version = useApp((state) => state.version)
  const storage = useStorage()
  const [query, setQuery] = useState('')
  if (settings === null) return null
  const change = (patch: SettingsPatch) => { void bridge.call('app.updateSettings', patch) }
  const toggle = (key: SwitchKey) => ({
    words: words[key], isDefault: settings[key] === DEFAULT_PREFERENCES[key], reset: () => { change({ [key]: DEFAULT_PREFERENCES[key] }) },
    control: <SwitchControl name={words[key].name} on={settings[key]} onChange={(on) => { change({ [key]: on }) }} />,
  })
  const limit = (key: LimitKey, text: Words) => ({
    words: text, isDefault: settings[key] === null, reset: () => { change({ [key]: null }) },
    control: <SliderControl name={text.name} steps={[...LIMIT_STEPS, null]} value={settings[key]} nameOf={(value) => (value === null ? words.unlimited : formatRate(value))} onChange={(value) => { change({ [key]: value }) }} />,
  })
  const groups: readonly { readonly id: keyof typeof words.groups; readonly rows: readonly Row[] }[] = [
    { id: 'playback', rows: [toggle('resume'), toggle('autoNext'), toggle('warmSeek'), toggle('clearVoices'), toggle('nightMode'),
      { words: words.soundDelay, isDefault: settings.soundDelayMs === 0, reset: () => { change({ soundDelayMs: 0 }) },
        control: <SliderControl name={words.soundDelay.name} steps={SOUND_DELAY_STEPS} value={settings.soundDelayMs} nameOf={catalogue.subtitles.delayValue} onChange={(soundDelayMs) => { change({ soundDelayMs }) }} /> },
      { words: words.ffmpeg, isDefault: settings.ffmpegPath === null, reset: () => { void bridge.call('app.chooseFfmpeg', { reset: true }) }, control: <FfmpegChoice chosen={settings.ffmpegPath} /> }] },
    { id: 'subtitles', rows: subtitleRows(settings, change) },
    { id: 'downloads', rows: [
      ...folderRows(settings, (command) => { void bridge.call(command, { reset: true }) }),
      { words: words.afterWatching, isDefault: settings.afterWatching === DEFAULT_PREFERENCES.afterWatching, reset: () => { change({ afterWatching: DEFAULT_PREFERENCES.afterWatching }) },
        control: <AfterWatchingControl chosen={settings.afterWatching} idleMs={settings.cleanupIntervalMs} onChange={(afterWatching) => { change({ afterWatching }) }} /> },
      { words: { name: words.storageLimit.name, why: words.storageLimit.why(storage) }, isDefault: settings.storageLimitBytes === null, reset: () => { change({ storageLimitBytes: null }) },
        control: <SliderControl name={words.storageLimit.name} steps={[null, ...STORAGE_STEPS]} value={settings.storageLimitBytes} nameOf={(value) => (value === null ? words.storageLimit.automatic : formatBytes(value))} onChange={(storageLimitBytes) => { change({ storageLimitBytes }) }} /> },
      { words: words.clearNow, control: <ClearDownloads /> },
    ] },
    { id: 'network', rows: [
      limit('downLimitBytesPerSec', words.downLimit), limit('upLimitBytesPerSec', words.upLimit),
      { ...toggle('automaticSpeed'), control: <span className="setting-answer"><SpeedNow />{toggle('automaticSpeed').control}</span> },
      { words: words.connections, isDefault: settings.maxConnections === DEFAULT_PREFERENCES.maxConnections, reset: () => { change({ maxConnections: DEFAULT_PREFERENCES.maxConnections }) },
        control: <SliderControl name={words.connections.name} steps={CONNECTION_STEPS} value={settings.maxConnections} nameOf={String} onChange={(maxConnections) => { change({ maxConnections }) }} /> },
      { words: words.port, isDefault: settings.port === null, reset: () => { change({ port: null }) },
        control: <PeerPort chosen={settings.port} onChange={(port) => { change({ port }) }} /> },
      { words: words.reach, control: <PeerReach /> },
      toggle('portMapping'),
      { words: words.encryption, isDefault: settings.encryption === DEFAULT_PREFERENCES.encryption, reset: () => { change({ encryption: DEFAULT_PREFERENCES.encryption }) },
        control: <ChoiceControl name={words.encryption.name} chosen={settings.encryption} choices={ENCRYPTION.map((value) => ({ value, name: words.encryption.names[value] }))} onChange={(encryption) => { change({ encryption }) }} /> },
      { words: words.proxy, isDefault: settings.proxy === null, reset: () => { change({ proxy: null }) },
        control: <ProxyChoice chosen={settings.proxy} onChange={(proxy) => { change({ proxy }) }} /> },
      { words: words.networkInterface, isDefault: settings.networkInterface === null, reset: () => { change({ networkInterface: null }) },
        control: <InterfaceChoice chosen={settings.networkInterface} onChange={(networkInterface) => { change({ networkInterface }) }} /> },
      toggle('utp'), toggle('dht'), toggle('pex'), toggle('lsd'),
    ] },
    { id: 'casting', rows: (['mpv', 'vlc'] as const).map((player) => ({
      words: words.players[player], isDefault: settings[`${player}Path`] === null, reset: () => { void bridge.call('app.choosePlayer', { player, reset: true }) },
      control: <PlayerProgram player={player} path={settings[`${player}Path`]} />,
    })) },
    { id: 'program', rows: [
      { words: words.theme, isDefault: settings.theme === 'system', reset: () => { change({ theme: 'system' }) },
        control: <ChoiceControl name={words.theme.name} chosen={settings.theme} choices={THEMES.map((value) => ({ value, name: catalogue.home.themeNames[value] }))} onChange={(theme) => { change({ theme }) }} /> },
      { words: words.language, isDefault: settings.language === 'system', reset: () => { change({ language: 'system' }) },
        control: <ChoiceControl name={words.language.name} chosen={settings.language} choices={[{ value: 'system', name: words.language.system }, ...LANGUAGES.map((value) => ({ value, name: LANGUAGE_NAMES[value] }))]} onChange={(language) => { change({ language }) }} /> },
      toggle('notifications'), toggle('tray'),
      { words: words.linksHere, control: <LinksHere /> },
      { words: words.foreignLinks, isDefault: settings.foreignLinks === 'ask', reset: () => { change({ foreignLinks: 'ask' }) },
        control: <ChoiceControl name={words.foreignLinks.name} chosen={settings.foreignLinks} choices={FOREIGN_LINKS.map((value) => ({ value, name: words.foreignLinks.names[value] }))} onChange={(foreignLinks) => { change({ foreignLinks }) }} /> },
    ] },
    { id: 'about', rows: [
      { words: words.version, control: <output className="setting-fact">{catalogue.home.version(version)}</output> },
      { words: words.parts, control: <output className="setting-fact" dir="ltr">{partsOf(navigator.userAgent)}</output> },
      { words: words.logs, control: <Button onClick={() => { void bridge.call('app.showFile', { file: 'log' }) }}>{words.logs.show}</Button> },
      { words: words.licences, control: <Button onClick={() => { void bridge.call('app.showFile', { file: 'licences' }) }}>{words.licences.show}</Button> },
    ] },
  ]
  const shown = groups.map(({ id, rows }) => ({ id, rows: rows.filter((row) => matchesSetting(`${words.groups[id]} ${row.words.name} ${row.words.why}`, query)) })).filter(({ rows }) => rows.length > 0)
  const [before, about] = [shown.filter(({ id }) => id !== 'about'), shown.filter(({ id }) => id === 'about')]
  const hasKeys = keysFit(query)
  const section = ({ id, rows }: (typeof shown)[number]) => (
    <section key={id} aria-labelledby={headingOf(id)}>
      <header className="section-head"><h2 id={headingOf(id)} tabIndex={-1}>{words.groups[id]}</h2></header>
      <div className="setting-group">{rows.map((row) => <SettingRow key={row.words.name} {...row} />)}</div>
    </section>
  )
  return (
    <div className="home settings">
      <header className="home-head">
        <IconButton icon="back" label={catalogue.common.back} shortcut="Esc" onClick={opener.goHome} />
        <h1 className="settings-title">{words.title}</h1>
        <span className="home-space" />
        <SearchField label={words.search} query={query} onQuery={setQuery} />
      </header>
      <main ref={place} tabIndex={-1} className="home-main settings-main" aria-label={words.title} onKeyDown={(event) => { if (event.key === 'Escape') opener.goHome() }}>
        <SettingsIndex groups={[...before.map(({ id }) => id), ...(hasKeys ? ['keys' as const] : []), ...about.map(({ id }) => id)]} />
        <div className="settings-groups">
          {shown.length === 0 && !hasKeys ? <p role="status" className="settings-none">{words.nothingFound(query)}</p> : null}
          {before.map(section)}
          <KeyRows keys={settings.keys} query={query} onChange={(keys) => { change({ keys }) }} />
          {about.map(section)}
        </div>
      </main>
    </div>
  )
}

/** The browser and the frame the program runs in, as the page is told of them (RFC 9110 10.1.5). */
function partsOf(userAgent: string): string {
  return [...userAgent.matchAll(/(Electron|Chrome)\/([\d.]+)/gu)].map(([, name = '', version = '']) => `${name === 'Chrome' ? 'Chromium' : name} ${version}`).sort().join(' · ')
}

const FOREIGN_LINKS = ['ask', 'open'] as const
const THEMES = ['system', 'light', 'dark'] as const
type SwitchKey = 'resume' | 'clearVoices' | 'nightMode' | 'autoNext' | 'warmSeek' | 'dht' | 'pex' | 'lsd' | 'portMapping' | 'utp' | 'notifications' | 'tray' | 'automaticSpeed'
type LimitKey = Extract<keyof Preferences, `${string}LimitBytesPerSec`>
type Row = Parameters<typeof SettingRow>[0]
type Words = Row['words']

import { useEffect, useState } from 'react'
import type { FormEvent } from 'react'
import type { CastDeviceEntry, CastForm } from '../../shared/cast/cast-status.ts'
import type { AppError } from '../../shared/errors.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { isolate } from '../../shared/text/isolate.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { CastablePlayback } from './castable-playback.ts'
import { activeCast } from './is-casting.ts'

interface CastMenuProps {
  readonly playback: CastablePlayback
  readonly torrent: TorrentSnapshot
  readonly file: TorrentFile
}

const words = catalogue.cast

/** The one button for every device, and the list it opens. */
export function CastMenu({ playback, torrent, file }: CastMenuProps) {
  const [open, setOpen] = useState(false)
  const cast = useApp((state) => activeCast(state.cast))
  const state = cast === null ? '' : cast.phase === 'connecting' || cast.phase === 'loading' ? ' is-connecting' : ' is-on'
  const label = cast === null ? words.button : words.buttonOn(cast.deviceName)
  return (
    <Popover face={<Icon name={cast === null ? 'cast' : 'castOn'} />} label={label} className={`icon-button cast-button${state}`} open={open} onOpenChange={setOpen}>
      <DeviceList playback={playback} torrent={torrent} file={file} onDone={() => { setOpen(false) }} />
    </Popover>
  )
}

/** What may help is said when nobody answered for this long. */
const HELP_AFTER_MS = 5000

function DeviceList({ playback, torrent, file, onDone }: CastMenuProps & { readonly onDone: () => void }) {
  const { bridge } = useParts()
  const devices = useApp((state) => state.devices)
  const [problem, setProblem] = useState<AppError | null>(null)
  const [waiting, setWaiting] = useState<string | null>(null)
  const search = useSearch()
  // A player on this computer is no television that was found.
  const foundNone = devices.every(({ kind }) => kind === 'program')
  const choose = async (device: CastDeviceEntry) => {
    setProblem(null)
    setWaiting(device.id)
    const failure = await playback.castTo(device.id)
    setWaiting(null)
    setProblem(failure)
    if (failure === null) onDone()
  }
  return (
    <div className="cast-menu">
      <div className="cast-head">
        <h2>{words.title}</h2>
        <Button kind="quiet" onClick={search.again}>{search.running ? words.searching : words.rescan}</Button>
      </div>
      {problem ? <ProblemNote error={problem} onDismiss={() => { setProblem(null) }} /> : null}
      <ul className="cast-devices" aria-label={words.title}>
        {devices.map((device) => <DeviceRow key={device.id} device={device} film={{ infoHash: torrent.infoHash, fileIndex: file.index }} waiting={waiting === device.id} onChoose={() => { void choose(device) }} onStop={playback.stopCast} />)}
      </ul>
      {foundNone ? <p className="cast-hint" role="status">{search.running ? words.looking : words.nothingFound}</p> : null}
      {foundNone && !search.running ? <ul className="cast-help">{words.help.map((line) => <li key={line}>{line}</li>)}</ul> : null}
      <AddDevice onProblem={setProblem} add={(address) => bridge.call('media.addDevice', { address })} />
    </div>
  )
}

interface DeviceRowProps {
  readonly device: CastDeviceEntry
  readonly film: { readonly infoHash: TorrentSnapshot['infoHash']; readonly fileIndex: number }
  readonly waiting: boolean
  readonly onChoose: () => void
  readonly onStop: () => void
}

function DeviceRow({ device, film, waiting, onChoose, onStop }: DeviceRowProps) {
  const cast = useApp((state) => activeCast(state.cast))
  const form = usePlan(device.id, film)
  const mine = cast?.deviceId === device.id
  const busy = waiting || (mine && (cast.phase === 'connecting' || cast.phase === 'loading'))
  const note = busy ? words.connecting : mine ? words.connected : [isolate(device.model) || words.kinds[device.kind], ...(form ? [words.needs[form.method]] : [])].join(' · ')
  return (
    <li className="cast-device" data-on={mine}>
      <button type="button" className="cast-choice" aria-pressed={mine} disabled={waiting} onClick={mine ? onStop : onChoose}>
        <Icon name={device.kind === 'program' ? 'program' : 'screen'} />
        <span className="cast-name"><strong dir="auto">{device.name}</strong><small data-busy={busy}>{note}</small></span>
        {mine ? <span className="cast-stop">{words.stop}</span> : null}
      </button>
    </li>
  )
}

/** How the film would get to a device, said before it starts. */
function usePlan(deviceId: string, { infoHash, fileIndex }: DeviceRowProps['film']): CastForm | null {
  const { bridge } = useParts()
  const [form, setForm] = useState<CastForm | null>(null)
  useEffect(() => {
    let current = true
    void bridge.call('media.planCast', { deviceId, infoHash, fileIndex }).then((answer) => { if (current && answer.ok) setForm(answer.value) })
    return () => { current = false }
  }, [bridge, deviceId, infoHash, fileIndex])
  return form
}

/** Looks for devices while the list is open. */
function useSearch(): { readonly running: boolean; readonly again: () => void } {
  const { bridge } = useParts()
  const [round, setRound] = useState(0)
  const [endedRound, setEndedRound] = useState(-1)
  useEffect(() => {
    void bridge.call('media.searchDevices', {})
    const timer = setTimeout(() => { setEndedRound(round) }, HELP_AFTER_MS)
    return () => { clearTimeout(timer) }
  }, [bridge, round])
  return { running: endedRound !== round, again: () => { setRound((before) => before + 1) } }
}

interface AddDeviceProps {
  readonly add: (address: string) => Promise<{ readonly ok: true } | { readonly ok: false; readonly error: AppError }>
  readonly onProblem: (problem: AppError | null) => void
}

function AddDevice({ add, onProblem }: AddDeviceProps) {
  const [address, setAddress] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (address.trim() === '') return
    setBusy(true)
    const answer = await add(address.trim())
    setBusy(false)
    onProblem(answer.ok ? null : answer.error)
    if (answer.ok) setAddress('')
  }
  return (
    <form className="cast-add" onSubmit={(event) => { void submit(event) }}>
      <input type="text" value={address} dir="ltr" placeholder={words.addressPlaceholder} aria-label={words.addressLabel} spellCheck={false} onChange={({ target }) => { setAddress(target.value) }} />
      <Button type="submit" disabled={busy}>{busy ? words.adding : words.add}</Button>
    </form>
  )
}

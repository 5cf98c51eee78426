import type { AppError } from '../../shared/errors.ts'
import type { OpenSource } from '../../shared/ipc/contract.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import type { FileFacts, OpeningStep } from './plan-opening.ts'
import { planOpening } from './plan-opening.ts'

/** One thing to open, or why it is refused. */
export type OpenWish = Result<OpenSource>

/**
 * Turns what was dropped or pasted into wishes. The transfer is emptied by the browser as soon as its event is over, so
 * everything is taken from it before the first wait.
 */
export function readTransfer(transfer: DataTransfer, pathForFile: (file: File) => string): Promise<readonly OpenWish[]> {
  const things = takeFiles(transfer)
  const facts = things.map(({ file, isFolder }) => toFacts(file, isFolder, pathForFile))
  const steps = planOpening({ files: facts, text: takeText(transfer) })
  return Promise.all(steps.map((step) => toWish(step, things.map(({ file }) => file))))
}

/** Text typed or read from the clipboard. */
export function readText(text: string): readonly OpenWish[] {
  return planOpening({ files: [], text }).flatMap((step) => {
    if (step.kind === 'open') return [ok(step.source)]
    return step.kind === 'refuse' ? [refused(step.error)] : []
  })
}

interface TakenFile {
  readonly file: File
  readonly isFolder: boolean
}

function takeFiles(transfer: DataTransfer): readonly TakenFile[] {
  return [...transfer.items].flatMap((item) => {
    const file = item.kind === 'file' ? item.getAsFile() : null
    return file === null ? [] : [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }]
  })
}

function takeText(transfer: DataTransfer): string {
  const plain = transfer.getData('text/plain')
  return plain.trim() === '' ? transfer.getData('text/uri-list') : plain
}

function toFacts(file: File, isFolder: boolean, pathForFile: (file: File) => string): FileFacts {
  return { name: file.name, lengthBytes: file.size, isFolder, path: pathForFile(file) }
}

async function toWish(step: OpeningStep, files: readonly File[]): Promise<OpenWish> {
  if (step.kind === 'open') return ok(step.source)
  if (step.kind === 'refuse') return refused(step.error)
  const file = files[step.file]
  return file ? readBytes(file) : fail('sourceUnreadable', 'the file vanished while it was read')
}

async function readBytes(file: File): Promise<OpenWish> {
  try {
    return ok({ kind: 'bytes', name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
  } catch (thrown) {
    return fail('sourceUnreadable', `reading ${file.name} failed: ${String(thrown)}`, { name: file.name })
  }
}

function refused(error: AppError): OpenWish {
  return { ok: false, error }
}

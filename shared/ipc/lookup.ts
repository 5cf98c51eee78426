import { contract } from './contract.ts'
import type { CommandArgs, CommandName, CommandResult, EventName, EventValue, NoticeName, NoticeValue } from './contract.ts'
import type { Schema } from './schema.ts'

/** The validators of one command. */
export interface CommandSchemas<N extends CommandName> {
  readonly args: Schema<CommandArgs<N>>
  readonly result: Schema<CommandResult<N>>
}

// The same table, typed by name, so that a generic name keeps its own types.
const commands: { readonly [N in CommandName]: CommandSchemas<N> } = contract.commands
const notices: { readonly [N in NoticeName]: Schema<NoticeValue<N>> } = contract.notices
const events: { readonly [N in EventName]: Schema<EventValue<N>> } = contract.events

/** Validators of a command's arguments and result. */
export function commandSchemas<N extends CommandName>(name: N): CommandSchemas<N> {
  return commands[name]
}

/** Validator of a notice. */
export function noticeSchema<N extends NoticeName>(name: N): Schema<NoticeValue<N>> {
  return notices[name]
}

/** Validator of an event. */
export function eventSchema<N extends EventName>(name: N): Schema<EventValue<N>> {
  return events[name]
}

/** True for a command of the contract; a name is never used for anything but this look-up. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

/** True for a notice of the contract. */
export function isNoticeName(name: string): name is NoticeName {
  return Object.hasOwn(notices, name)
}

/** True for an event of the contract. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}

/** The names of every command, in the contract's order. */
export function commandNames(): readonly CommandName[] {
  return Object.keys(commands).filter(isCommandName)
}

/** The names of every notice. */
export function noticeNames(): readonly NoticeName[] {
  return Object.keys(notices).filter(isNoticeName)
}

/** The names of every event. */
export function eventNames(): readonly EventName[] {
  return Object.keys(events).filter(isEventName)
}

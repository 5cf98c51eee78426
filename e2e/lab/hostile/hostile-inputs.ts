import type { HostileInput } from './hostile-input.ts'
import { magnetInputs, textInputs } from './hostile-texts.ts'
import { bigInputs, fieldInputs, networkInputs, otherFileInputs, pathInputs, syntaxInputs, versionInputs } from './hostile-torrents.ts'

/** Every hostile or odd input we know, each with what must become of it. Nothing here is random. */
export function makeHostileInputs(): HostileInput[] {
  return [...syntaxInputs(), ...fieldInputs(), ...pathInputs(), ...bigInputs(), ...networkInputs(), ...versionInputs(), ...otherFileInputs(), ...magnetInputs(), ...textInputs()]
}

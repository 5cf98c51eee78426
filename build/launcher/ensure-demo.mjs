import { at } from './places.mjs'
import { runNode } from './run.mjs'

/** Makes the clip behind the Demo unless it stands; without ffmpeg the script says so and the app does without. */
export const ensureDemo = () => runNode(at('build', 'scripts', 'make-demo.mjs'), [], { stdio: ['ignore', 2, 2] })

/** Everything the launcher itself has to say goes to standard error: standard output belongs to the program it starts. */
export function say(text) {
  process.stderr.write(`millrace: ${text}\n`)
}

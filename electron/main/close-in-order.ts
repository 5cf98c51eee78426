/** Something that ends what it owns. */
export type Closer = () => Promise<void> | void

/** Closes one after the other. One that fails is told of and keeps no other from closing. */
export async function closeInOrder(closers: readonly Closer[], onFailure: (thrown: unknown) => void): Promise<void> {
  for (const close of closers) {
    try {
      await close()
    } catch (thrown) {
      onFailure(thrown)
    }
  }
}

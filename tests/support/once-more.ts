/**
 * For what is opened before tests, which no retry of theirs repeats: a browser or a PBX that did not come up on a machine
 * short of everything is tried once more, and that is said.
 */
export async function onceMore<T>(what: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    console.error(`UNSTEADY: ${what} did not open at once:`, error)
    return open()
  }
}

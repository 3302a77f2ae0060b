import { NotFetched } from '../debian/not-fetched.ts'

/** A real Asterisk may not be had on this machine. The message is one line: what is missing, and how to get it. */
export class AsteriskUnavailable extends Error {
  override readonly name = 'AsteriskUnavailable'

  constructor(missing: string) {
    super(
      `No Asterisk to test with: ${missing}. It is fetched by itself on Debian with its mirror in reach; elsewhere, install Asterisk 22 and set ASTERISK_ROOT to / (or to the folder it was unpacked in).`,
    )
  }
}

/** What is done here fetches packages; where these are not to be had, there is no Asterisk. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof NotFetched ? new AsteriskUnavailable(error.message) : error
  }
}

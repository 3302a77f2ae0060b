/** A real Asterisk may not be had on this machine. The message is one line: what is missing, and how to get it. */
export class AsteriskUnavailable extends Error {
  override readonly name = 'AsteriskUnavailable'

  constructor(missing: string) {
    super(
      `No Asterisk to test with: ${missing}. It is fetched by itself on Debian with its mirror in reach; elsewhere, install Asterisk 22 and set ASTERISK_ROOT to / (or to the folder it was unpacked in).`,
    )
  }
}

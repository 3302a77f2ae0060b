/** A program of Debian's is not to be had on this machine. The message says in a line what is missing. */
export class NotFetched extends Error {
  override readonly name = 'NotFetched'
}

/** A setting that stops the start; the message is one line for the administrator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(setting: string, fault: string) {
    super(`${setting}: ${fault}`.replace(/\s+/g, ' '))
  }
}

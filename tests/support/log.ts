import { type Logger, pino } from 'pino'

/** A real logger whose lines a test can read. */
export function memoryLog(): { logger: Logger; lines: { msg?: string; [key: string]: unknown }[]; text(): string } {
  const raw: string[] = []
  const lines: { msg?: string; [key: string]: unknown }[] = []
  const logger = pino(
    { level: 'debug' },
    {
      write: (line: string) => {
        raw.push(line)
        lines.push(JSON.parse(line))
      },
    },
  )
  return { logger, lines, text: () => raw.join('') }
}

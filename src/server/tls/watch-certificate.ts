import type { Logger } from 'pino'
import { readCertificate } from '../config/usable.ts'
import { renewIfDue } from './certificate-files.ts'

const HOUR_MS = 3_600_000

type Options = {
  files: { certificate: string; key: string }
  /** The server's data folder, where certificates of our own lie. */
  data: string
  logger: Logger
  onChanged: (certificate: { cert: string; key: string }) => void
  everyMs?: number
}

/** Takes over another certificate while the server runs, and renews one of our own in time. Returns how to stop. */
export function watchCertificate(
  { files, data, logger, onChanged, everyMs = HOUR_MS }: Options,
  now: string,
): () => void {
  let known = now
  const look = async () => {
    if (await renewIfDue(data)) logger.info('the certificate was near its end: renewed')
    const certificate = await readCertificate(files)
    if (certificate.cert === known) return
    onChanged(certificate)
    known = certificate.cert
    logger.info('another certificate is in use')
  }
  const timer = setInterval(() => {
    // Of the two files one may not be there yet.
    look().catch((error: unknown) =>
      logger.warn({ err: error }, 'the certificate could not be read: the one of before is used'),
    )
  }, everyMs)
  return () => clearInterval(timer)
}

import type { Config } from '../config/schema.ts'
import { authorityFiles, certifiable, issue, serverFiles } from '../tls/certificate-files.ts'
import { no, type Outcome, printable, yes } from './ask.ts'

/** Makes or renews the server's certificate, by an authority of one's own; a running server takes it over by itself. */
export async function makeCertificate({ data, listen }: Config, names: readonly string[]): Promise<Outcome> {
  const wanted: string[] = []
  for (const name of names) {
    const known = certifiable(name)
    if (known === null)
      return no(`${printable(name)} is neither a name nor an address; give it as browsers know the server`)
    if (!wanted.includes(known)) wanted.push(known)
  }
  const issued = await issue(data, wanted)
  if (!issued)
    return no('which names? Give those by which browsers know this server, such as: cert phone.company.ru 10.0.0.5')
  const { certificate, key } = serverFiles(data)
  const lines = [`${issued.names.join(', ')}: good until ${new Date(issued.until).toISOString().slice(0, 10)}`]
  if (issued.newAuthority)
    lines.push(`a new authority: make ${authorityFiles(data).certificate} known to all browsers (docs/installation.md)`)
  if (listen.tls?.certificate !== certificate)
    lines.push(`into the settings: "listen": { "tls": ${JSON.stringify({ certificate, key })} }`)
  return yes(lines.join('\n'))
}

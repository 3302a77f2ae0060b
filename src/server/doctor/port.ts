import { once } from 'node:events'
import { createServer } from 'node:net'
import { reachableHost } from '../commands/address.ts'
import type { Config } from '../config/schema.ts'
import { errorCode } from '../files.ts'
import { doubtful, type Finding, right, wrong } from './finding.ts'
import type { DoctorWords } from './words.ts'

const WITHIN_MS = 5000
const LOOPBACK = /^(?:127\.|localhost$|::1$)/

/** Where the server listens, or would. */
export async function lookAtPort({ listen }: Pick<Config, 'listen'>, words: DoctorWords): Promise<Finding[]> {
  const { host, port, trustedProxies } = listen
  const about = 'listen'
  const findings: Finding[] = [await portFinding(host, port, words)]
  if (LOOPBACK.test(host) && trustedProxies.length === 0) findings.push(doubtful(about, words.onlyHere))
  return findings
}

async function portFinding(host: string, port: number, words: DoctorWords): Promise<Finding> {
  const about = 'listen'
  const address = `${reachableHost(host)}:${port}`
  const health = await fetch(`http://${address}/health/live`, { signal: AbortSignal.timeout(WITHIN_MS) }).catch(
    () => null,
  )
  if (health?.ok) return right(about, words.running(address))
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return right(about, words.portFree(port))
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return wrong(about, words.portTaken(port))
    return wrong(about, words.portRefused(address, errorCode(error) ?? String(error)))
  } finally {
    server.close()
  }
}

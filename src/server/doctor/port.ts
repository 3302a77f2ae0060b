import { once } from 'node:events'
import { request as ask } from 'node:http'
import { request as askOverTls } from 'node:https'
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
  const { host, port, trustedProxies, tls } = listen
  const about = 'listen'
  const findings: Finding[] = [await portFinding(host, port, tls !== undefined, words)]
  if (LOOPBACK.test(host) && trustedProxies.length === 0) findings.push(doubtful(about, words.onlyHere))
  return findings
}

async function portFinding(host: string, port: number, secure: boolean, words: DoctorWords): Promise<Finding> {
  const about = 'listen'
  const address = `${reachableHost(host)}:${port}`
  if (await lives(address, secure)) return right(about, words.running(address))
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

/** Whether it is a server of ours; who has signed its certificate is not asked here. */
function lives(address: string, secure: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const url = `${secure ? 'https' : 'http'}://${address}/health/live`
    const options = { timeout: WITHIN_MS, rejectUnauthorized: false, agent: false as const }
    const asked = (secure ? askOverTls : ask)(url, options, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
    asked.end()
  })
}

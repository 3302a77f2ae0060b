import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NotFetched } from './not-fetched.ts'

const execFileAsync = promisify(execFile)
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * apt-get with a state of its own in `dir`, so that it needs no root and changes nothing of the machine's. Proxies,
 * credentials and keys are the machine's; so is the mirror, read for another suite.
 */
export class PrivateApt {
  readonly #dir: string
  readonly #options: string[]

  constructor(dir: string) {
    this.#dir = dir
    const set = {
      'Dir::Etc::sourcelist': join(dir, 'sources.list'),
      'Dir::Etc::sourceparts': '-',
      // Pins of the machine would speak of its own suites.
      'Dir::Etc::preferences': '-',
      'Dir::Etc::preferencesparts': '-',
      'Dir::State': join(dir, 'state'),
      // An empty status: nothing counts as installed, so the closure is whole.
      'Dir::State::status': join(dir, 'status'),
      'Dir::Cache': join(dir, 'cache'),
      'Acquire::Languages': 'none',
      'Acquire::Retries': '3',
      // Root would drop to a user who cannot write here.
      'APT::Sandbox::User': 'root',
    }
    this.#options = ['-qq', ...Object.entries(set).flatMap(([name, value]) => ['-o', `${name}=${value}`])]
  }

  /** Reads the package list of `suite`. */
  async update(suite: string): Promise<void> {
    const site = await machineMirror()
    const folders = ['state/lists/partial', 'cache/archives/partial', 'debs']
    for (const folder of folders) await mkdir(join(this.#dir, folder), { recursive: true })
    await chmod(this.#dir, 0o755)
    await writeFile(join(this.#dir, 'status'), '')
    await writeFile(join(this.#dir, 'sources.list'), `deb [signed-by=${KEYRING}] ${site} ${suite} main\n`)
    await this.#run(['update', '-o', 'APT::Update::Error-Mode=any'])
  }

  /** Names of all packages that `packages` need, themselves included. */
  async closure(packages: string[]): Promise<string[]> {
    const plan = await this.#run(['install', '--simulate', '--no-install-recommends', ...packages])
    return [...plan.matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => name ?? [])
  }

  /** Fetches the packages into one folder and returns it. apt checks signatures and sums. */
  async download(packages: string[]): Promise<string> {
    const debs = join(this.#dir, 'debs')
    await this.#run(['download', ...packages], debs)
    return debs
  }

  async #run(args: string[], cwd = this.#dir): Promise<string> {
    try {
      const { stdout } = await execFileAsync('apt-get', [...this.#options, ...args], {
        cwd,
        timeout: 300_000,
        maxBuffer: 16 * 2 ** 20,
        env: { ...process.env, LC_ALL: 'C' },
      })
      return stdout
    } catch (error) {
      throw new NotFetched(`apt-get ${args[0]} failed: ${reason(error)}`)
    }
  }
}

/** The Debian mirror this machine already uses. */
async function machineMirror(): Promise<string> {
  const list = await execFileAsync('apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages']).catch(
    () => {
      throw new NotFetched('there is no apt-get here')
    },
  )
  const site = list.stdout.split('\n').find((line) => /\/debian\/?$/.test(line))
  if (site === undefined) throw new NotFetched('apt-get of this machine knows no Debian mirror')
  return site
}

/** apt's own last complaint rather than the whole command line. */
function reason(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const complaint = stderr.split('\n').find((line) => line.startsWith('E: '))
  return complaint?.slice(3) ?? (error instanceof Error ? error.message.slice(0, 300) : String(error))
}

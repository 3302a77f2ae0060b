import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { issue, serverFiles } from '../../src/server/tls/certificate-files.ts'
import { PrivateApt } from '../../stand/debian/apt.ts'

const execFileAsync = promisify(execFile)
const FOLDER = resolve('out/nginx')

type Program = { path: string; libraries: string }

/** The machine's nginx, or Debian's, fetched without root into a folder of the tests' own. */
async function program(): Promise<Program> {
  const installed = await execFileAsync('nginx', ['-v']).then(
    () => true,
    () => false,
  )
  if (installed) return { path: 'nginx', libraries: '' }
  const path = join(FOLDER, 'usr/sbin/nginx')
  if (!existsSync(path)) await fetchTo(FOLDER)
  const libraries = [
    'usr/lib/x86_64-linux-gnu',
    'lib/x86_64-linux-gnu',
    'usr/lib/aarch64-linux-gnu',
    'lib/aarch64-linux-gnu',
  ]
  return { path, libraries: libraries.map((each) => join(FOLDER, each)).join(':') }
}

async function fetchTo(root: string): Promise<void> {
  const suite = /^VERSION_CODENAME=(\w+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'stable'
  const aptFolder = await mkdtemp(join(tmpdir(), 'trubka-apt-'))
  const apt = new PrivateApt(aptFolder)
  await apt.update(suite)
  const likely = /^(nginx|libpcre2|libssl|libcrypt|zlib)/
  const debs = await apt.download((await apt.closure(['nginx'])).filter((name) => likely.test(name)))
  await mkdir(root, { recursive: true })
  await execFileAsync('sh', ['-c', 'for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$2"; done', 'sh', debs, root])
  await rm(aptFolder, { recursive: true, force: true })
}

/** nginx before the server at `http`, by the very example of docs/nginx.conf with this machine's ports and certificate. */
export async function startNginx(http: string) {
  const { path, libraries } = await program()
  const folder = await mkdtemp(join(tmpdir(), 'trubka-nginx-'))
  const port = await freePort()
  await issue(folder, ['localhost', '127.0.0.1'])
  const { certificate, key } = serverFiles(folder)
  const site = (await readFile('docs/nginx.conf', 'utf8'))
    .replace('127.0.0.1:7070', new URL(http).host)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('phone.company.ru;', 'localhost;')
    .replace('/etc/ssl/phone.company.ru.pem', certificate)
    .replace('/etc/ssl/phone.company.ru-key.pem', key)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const settings = [
    'daemon off;',
    'master_process off;',
    `pid ${folder}/nginx.pid;`,
    `error_log ${folder}/error.log;`,
    'events {}',
    `http { access_log off; ${temporary.join(' ')}`,
    site,
    '}',
  ].join('\n')
  const file = join(folder, 'nginx.conf')
  await writeFile(file, settings)
  const child = spawn(path, ['-c', file, '-p', folder, '-e', join(folder, 'error.log')], {
    stdio: 'inherit',
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  })
  const ended = once(child, 'exit')
  return {
    /** The authority that its certificate is by. */
    ca: await readFile(join(folder, 'tls', 'authority.pem'), 'utf8'),
    https: `https://localhost:${port}`,
    async stop() {
      child.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

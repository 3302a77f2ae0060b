import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** What the machine misses to have a sound server; null = nothing. */
export const missingSoundServer = (process.env.PATH ?? '')
  .split(delimiter)
  .some((dir) => existsSync(join(dir, 'pulseaudio')))
  ? null
  : 'no sound server: install pulseaudio'

export type SoundServer = { env: Record<string, string>; close: () => void }

/** PulseAudio with a sound card that only pretends: without any, Firefox lets no sound begin. */
export async function openSoundServer(): Promise<SoundServer> {
  const dir = mkdtempSync(join(tmpdir(), 'trubka-sound-'))
  const socket = join(dir, 'native')
  const child = spawn(
    'pulseaudio',
    [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--load=module-null-sink'],
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    { stdio: 'ignore', env: { ...process.env, HOME: dir, XDG_RUNTIME_DIR: dir } },
  )
  const close = () => {
    child.kill()
    rmSync(dir, { recursive: true, force: true })
  }
  const until = Date.now() + 30_000
  while (!existsSync(socket)) {
    if (child.exitCode !== null || Date.now() > until) {
      close()
      throw new Error('PulseAudio does not start')
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { env: { PULSE_SERVER: `unix:${socket}` }, close }
}

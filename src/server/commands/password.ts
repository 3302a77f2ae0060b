import { mkdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Config } from '../config/schema.ts'
import { keepPassword, passwordFault } from '../identity/manager-password.ts'
import { no, type Outcome, yes } from './ask.ts'

/**
 * Sets the manager page's password; in force at once, and everybody signed in there has to sign in anew.
 * It is asked for at the keyboard, or read as the first line of what is piped in: on a command line others could see it.
 */
export async function setPassword({ data }: Config): Promise<Outcome> {
  const password = process.stdin.isTTY ? await typed() : await piped()
  if (password === null) return no('the two are not the same; nothing was changed')
  const fault = passwordFault(password)
  if (fault !== null) return no(fault)
  await mkdir(data, { recursive: true, mode: 0o700 })
  await keepPassword(data, password)
  return yes('the password of the manager page is set; whoever was signed in there has to sign in anew')
}

async function piped(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

async function typed(): Promise<string | null> {
  const first = await hidden('New password: ')
  return (await hidden('Once more: ')) === first ? first : null
}

/** Nothing is echoed. */
function hidden(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const { stdin } = process
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  return new Promise((resolve) => {
    let text = ''
    const hear = (part: string) => {
      for (const key of part) {
        if (key === '\u0003') process.exit(130)
        if (key === '\r' || key === '\n') {
          stdin.off('data', hear)
          stdin.setRawMode(false)
          stdin.pause()
          process.stderr.write('\n')
          resolve(text)
          return
        }
        text = key === '\u007f' || key === '\b' ? text.slice(0, -1) : text + key
      }
    }
    stdin.on('data', hear)
  })
}

import { isMainThread } from 'node:worker_threads'
import type { Questions as ChatQuestions } from './chat/book.ts'
import { Clerk as ChatClerk } from './chat/clerk.ts'
import { HELP, readArguments, type Wish } from './commands/arguments.ts'
import type { Outcome } from './commands/ask.ts'
import { askForBackup, backUp, restore } from './commands/backup.ts'
import { makeCertificate } from './commands/cert.ts'
import { askForCode } from './commands/code.ts'
import { lookOver } from './commands/doctor.ts'
import { askForHealth } from './commands/health.ts'
import { askForLink } from './commands/link.ts'
import { moveLedger } from './commands/move-ledger.ts'
import { setPassword } from './commands/password.ts'
import { askForToken, revokeToken } from './commands/token.ts'
import { readConfig } from './config/config.ts'
import { ConfigError } from './config/error.ts'
import type { Config } from './config/schema.ts'
import type { Questions as JournalQuestions } from './journal/book.ts'
import { Clerk as JournalClerk } from './journal/clerk.ts'
import { FAILED, serve, WRONG } from './serve.ts'
import { serves, serveThread } from './sqlite/thread.ts'

/** The files of SQLite that have a thread of their own. */
const FILES = {
  journal: serves<JournalQuestions>((path, warn) => new JournalClerk(path, warn)),
  chat: serves<ChatQuestions>((path, warn) => new ChatClerk(path, warn)),
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2))
  if (wish.command === 'help') process.stdout.write(HELP)
  else if (wish.command === 'wrong') {
    console.error(`trubka: ${wish.why}; --help shows what there is`)
    process.exitCode = WRONG
  } else if (wish.command === 'serve') await serve(await readConfig(wish.config))
  else {
    const { ok, text } = await runCommand(wish, await readConfig(wish.config))
    // What the doctor finds is what was asked for, right or wrong.
    if (ok || wish.command === 'doctor') console.log(text)
    else console.error(`trubka: ${text}`)
    process.exitCode = ok ? 0 : FAILED
  }
}

function runCommand(wish: Exclude<Wish, { command: 'serve' | 'help' | 'wrong' }>, config: Config): Promise<Outcome> {
  switch (wish.command) {
    case 'code':
      return askForCode(config, wish.number)
    case 'token':
      return askForToken(config, wish)
    case 'revoke':
      return revokeToken(config, wish.id)
    case 'doctor':
      return lookOver(config)
    case 'health':
      return askForHealth(config)
    case 'backup':
      return wish.folder === null ? askForBackup(config) : backUp(config, wish.folder)
    case 'restore':
      return restore(config, wish.folder)
    case 'link':
      return askForLink(config)
    case 'cert':
      return makeCertificate(config, wish.names)
    case 'password':
      return setPassword(config)
    case 'move-ledger':
      return moveLedger(config, wish.to)
  }
}

try {
  // The threads of files are started from this same program.
  if (isMainThread) await main()
  else serveThread(FILES)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(`trubka: ${error.message}`)
  process.exit(WRONG)
}

import type { Config } from '../config/schema.ts'
import { lookAtBases } from '../doctor/bases.ts'
import { lookAtFiles } from '../doctor/files.ts'
import type { Finding } from '../doctor/finding.ts'
import { lookAtMachine } from '../doctor/machine.ts'
import { lookAtPbx } from '../doctor/pbx.ts'
import { lookAtPort } from '../doctor/port.ts'
import { DOCTOR_WORDS, systemLanguage } from '../doctor/words.ts'
import type { Outcome } from './ask.ts'

/** Looks over all that the server needs, whether it runs or not, and says what is wrong and what to do. */
export async function lookOver(config: Config): Promise<Outcome> {
  const words = DOCTOR_WORDS[systemLanguage()]
  const found = await Promise.all([
    lookAtFiles(config, words),
    lookAtPort(config, words),
    lookAtPbx(config, words),
    lookAtBases(config, words),
  ])
  const findings = [...lookAtMachine(words), ...found.flat()]
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length
  const [wrong, doubtful] = [count('wrong'), count('doubtful')]
  const lines = findings.map(({ state, about, text }) => `${words.states[state].padEnd(8)}  ${about}: ${text}`)
  lines.push('', wrong + doubtful === 0 ? words.allRight : words.notRight(wrong, doubtful))
  // Names of 1C go to a terminal.
  const text = lines.map((line) => line.replace(/\p{Cc}/gu, '')).join('\n')
  return { ok: wrong === 0, text }
}

import { format } from '../phone/format.ts'
import type { Call, CallCommand } from '../protocol/call.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { partyText } from '../ui/call-party.ts'
import { callPhase } from '../ui/call-state.ts'
import type { Ringing } from '../ui/ring-tone.ts'
import { callWords } from '../ui/words/call.ts'
import type { Language } from '../ui/words/language.ts'

type AlertCommand = Extract<CallCommand, 'answer' | 'clear'>
export type CallAlert = {
  /** Says which call it is and what its buttons do: the background may have died before one is pressed. */
  id: string
  title: string
  message: string
  buttons: string[]
}

const PREFIX = 'call:'

/** The calls that ring here now and are not being answered; without a connection nobody knows. */
export function ringingCalls({ connection, state }: Mirror): Call[] {
  if (connection !== 'online' || !state) return []
  return state.calls.filter((call) => callPhase(call) === 'ringing' && call.local === 'alerting')
}

/** How it rings: less loud while the operator is talking with somebody else. Null = not at all. */
export function ringingOf(mirror: Mirror): Ringing | null {
  const { sound, volume, tone } = mirror.preferences
  if (!sound || ringingCalls(mirror).length === 0) return null
  const talks = mirror.state?.calls.some((call) => callPhase(call) === 'talking' && call.local !== 'hold') ?? false
  return { tone, volume: talks ? volume / 3 : volume }
}

/** Who is calling, for a notification of the system (SPEC A1), with the commands that are possible now. */
export function alertOf(call: Call, language: Language): CallAlert {
  const words = callWords[language]
  const who = partyText(call.party, language)
  const commands = (['answer', 'clear'] as const).filter((command) => call.commands.includes(command))
  return {
    id: `${PREFIX}${commands.join(',')}:${call.id}`,
    title: `${words.incoming}: ${who.title}`,
    message: [who.number, ...who.lines].filter(Boolean).join('\n') || format(call.party.number),
    buttons: commands.map((command) => (command === 'answer' ? words.answer : words.decline)),
  }
}

/** The other way: what a button of a notification was for. Null for a notification that is not a call's. */
export function pressedOn(id: string, button: number): { command: AlertCommand; callId: string } | null {
  const [, list, callId] = /^call:([a-z,]*):(.+)$/su.exec(id) ?? []
  const command = list?.split(',')[button]
  if (callId === undefined || (command !== 'answer' && command !== 'clear')) return null
  return { command, callId }
}

export const isCallAlert = (id: string): boolean => id.startsWith(PREFIX)

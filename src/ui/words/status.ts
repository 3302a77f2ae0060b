import type { Reach, StatusKind } from '../../protocol/status.ts'
import { pair } from './language.ts'

type StatusWords = {
  /** As one chooses it for oneself, and as colleagues read it. */
  kinds: Record<StatusKind, string>
  idle: string
  reach: Record<Reach, string>
  until: (when: string) => string
  /** The button above, for who cannot see it. */
  own: (status: string) => string
  title: string
  untilLabel: string
  untilChanged: string
  forMinutes: (minutes: number) => string
  tillEvening: string
  reachLabel: string
  reachAny: string
  note: string
  noteHint: string
  disturbHint: string
  showIdle: string
}

export const statusWords = pair<StatusWords>(
  {
    kinds: { available: 'На месте', away: 'Нет на месте', lunch: 'На обеде', doNotDisturb: 'Не беспокоить' },
    idle: 'Не за компьютером',
    reach: { phone: 'лучше позвонить', mobile: 'лучше на мобильный', chat: 'лучше в чат', email: 'лучше по почте' },
    until: (when) => `до ${when}`,
    own: (status) => `Мой статус: ${status}`,
    title: 'Мой статус',
    untilLabel: 'До какого времени',
    untilChanged: 'Пока не изменю',
    forMinutes: (minutes) => (minutes === 60 ? 'Час' : `${minutes} минут`),
    tillEvening: 'До конца дня',
    reachLabel: 'Как лучше связаться',
    reachAny: 'Не важно',
    note: 'Заметка',
    noteHint: 'На встрече в третьей переговорной',
    disturbHint: 'Телефон не зазвонит: звонки пойдут обычным путём, коллегам скажут, что занято.',
    showIdle: 'Показывать, что меня нет за компьютером (5 минут)',
  },
  {
    kinds: { available: 'Available', away: 'Away', lunch: 'At lunch', doNotDisturb: 'Do not disturb' },
    idle: 'Not at the computer',
    reach: {
      phone: 'better call',
      mobile: 'better call the mobile',
      chat: 'better write in chat',
      email: 'better e-mail',
    },
    until: (when) => `until ${when}`,
    own: (status) => `My status: ${status}`,
    title: 'My status',
    untilLabel: 'Until when',
    untilChanged: 'Until I change it',
    forMinutes: (minutes) => (minutes === 60 ? 'An hour' : `${minutes} minutes`),
    tillEvening: 'Until the end of the day',
    reachLabel: 'Best way to reach me',
    reachAny: 'Any',
    note: 'Note',
    noteHint: 'In a meeting, room 3',
    disturbHint: 'Your phone will not ring: calls take their usual way, colleagues are told that you are busy.',
    showIdle: 'Show when I am not at the computer (5 minutes)',
  },
)

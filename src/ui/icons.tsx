import { HANDSET } from './handset.ts'

/** One set of strokes on a 20 px field; colour and width come from the style sheet. */
const PATHS = {
  handset: HANDSET,
  hangUp: [
    'M10 7.5c3 0 5.6.8 7.4 2.2.5.4.7 1 .5 1.6l-.5 1.7a1 1 0 0 1-1.2.7l-2.6-.6a1 1 0 0 1-.8-.9l-.1-1.7a9 9 0 0 0-5.4 0l-.1 1.7a1 1 0 0 1-.8.9l-2.6.6a1 1 0 0 1-1.2-.7l-.5-1.7a1.5 1.5 0 0 1 .5-1.6C4.4 8.3 7 7.5 10 7.5z',
  ],
  hold: ['M7 4v12', 'M13 4v12'],
  retrieve: ['M6 4l9 6-9 6z'],
  transfer: ['M3 7h12', 'M11.5 3.5 15 7l-3.5 3.5', 'M17 13H5', 'M8.5 9.5 5 13l3.5 3.5'],
  join: ['M7 13 13 7', 'M9 5.5l1.7-1.7a3.7 3.7 0 0 1 5.4 5.4L14.5 11', 'M5.5 9l-1.7 1.7a3.7 3.7 0 0 0 5.4 5.4L11 14.5'],
  back: ['M8 4.5 3.5 9 8 13.5', 'M4 9h8a4.5 4.5 0 0 1 0 7.5h-2'],
  swap: ['M6.5 16V4', 'M3 7.5 6.5 4 10 7.5', 'M13.5 4v12', 'M10 12.5l3.5 3.5 3.5-3.5'],
  three: [
    'M10 3a2.2 2.2 0 1 1 0 4.4A2.2 2.2 0 0 1 10 3z',
    'M5 9.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z',
    'M15 9.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z',
  ],
  keypad: ['M5 4.5v.1M10 4.5v.1M15 4.5v.1M5 9.5v.1M10 9.5v.1M15 9.5v.1M5 14.5v.1M10 14.5v.1M15 14.5v.1'],
  redial: ['M4 10a6 6 0 1 1 1.8 4.3', 'M3.5 16v-4h4'],
  side: ['M3 4h14v12H3z', 'M12 4v12'],
  window: ['M9 4H4v12h12v-5', 'M12 4h4v4', 'M16 4 9.5 10.5'],
  incoming: ['M15.5 4.5 6 14', 'M6 7.5V14h6.5'],
  outgoing: ['M4.5 15.5 14 6', 'M7.5 6H14v6.5'],
  warning: ['M10 3 17.5 16.5H2.5z', 'M10 8v4', 'M10 14.3v.1'],
  settings: [
    'M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17',
    'M12.5 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
    'M7.5 12a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  ],
  send: ['M3.5 10 16.5 4 13 16.5 9 11z', 'M9 11l7.5-7'],
  chat: ['M4 4.5h12v8.5H9.5L6 16v-3H4z'],
  close: ['M5 5l10 10M15 5 5 15'],
  search: ['M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z', 'M13 13l4 4'],
  person: ['M10 3a3.3 3.3 0 1 1 0 6.6A3.3 3.3 0 0 1 10 3z', 'M3.5 17c.5-3.4 3-5 6.5-5s6 1.6 6.5 5'],
  star: ['M10 3l2.1 4.6 5 .6-3.7 3.4 1 5L10 14.1l-4.4 2.5 1-5L2.9 8.2l5-.6z'],
  sound: ['M4 8h3l4-3.5v11L7 12H4z', 'M13.5 7.5a3.5 3.5 0 0 1 0 5', 'M15.5 5a7 7 0 0 1 0 10'],
  check: ['M4 10.5l4 4 8-9'],
  waiting: ['M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z', 'M10 6v4.3l2.8 1.7'],
} as const

export type IconName = keyof typeof PATHS

/** Says nothing to a screen reader: a word always stands beside it, or the button has a label. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 }) {
  return (
    <svg class="t-icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
      {PATHS[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}

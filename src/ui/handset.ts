/** The one icon that is drawn before all others are needed: its strokes on a 20 px field. */
export const HANDSET = [
  'M4.2 3.1 6.4 2.7a1 1 0 0 1 1.1.6l1.2 2.9a1 1 0 0 1-.3 1.1L7.1 8.5a10 10 0 0 0 4.4 4.4l1.2-1.3a1 1 0 0 1 1.1-.3l2.9 1.2a1 1 0 0 1 .6 1.1l-.4 2.2a1 1 0 0 1-1 .8C9.3 16.9 3.1 10.7 3.4 4.1a1 1 0 0 1 .8-1z',
] as const

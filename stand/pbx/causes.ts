/** Q.850 causes, by the names Asterisk gives them (`Cause-txt`). */
const texts: Readonly<Record<number, string>> = {
  0: 'Unknown',
  3: 'No route to destination',
  16: 'Normal Clearing',
  17: 'User busy',
  18: 'No user responding',
  19: 'User alerting, no answer',
  20: 'Subscriber absent',
  21: 'Call Rejected',
  26: 'Answered elsewhere',
  34: 'Circuit/channel congestion',
  127: 'Interworking, unspecified',
}

export const cause = {
  unknown: 0,
  noRoute: 3,
  normal: 16,
  busy: 17,
  noAnswer: 19,
  rejected: 21,
  congestion: 34,
  interworking: 127,
} as const

export function causeText(code: number): string {
  return texts[code] ?? 'Unknown'
}

/** `wrong` = something does not work; `doubtful` = it works, and may not for long. */
export type State = 'right' | 'doubtful' | 'wrong'

/** What the doctor has seen: where, and in words what it is and what to do. */
export type Finding = { state: State; about: string; text: string }

export const right = (about: string, text: string): Finding => ({ state: 'right', about, text })
export const doubtful = (about: string, text: string): Finding => ({ state: 'doubtful', about, text })
export const wrong = (about: string, text: string): Finding => ({ state: 'wrong', about, text })

/** What may be asked of a file of SQLite, and what is answered. */
export type Asked<About, Answer> = { about: About; answer: Answer }
export type Askable = Record<string, Asked<unknown, unknown>>

/** A file of SQLite, wherever it is worked on. */
export interface Book<Questions extends Askable> {
  ask<Q extends keyof Questions & string>(what: Q, about: Questions[Q]['about']): Promise<Questions[Q]['answer']>
  close(): Promise<void>
}

/** How each question is answered. */
export type Answers<Questions extends Askable> = {
  [Q in keyof Questions]: (about: Questions[Q]['about']) => Questions[Q]['answer'] | Promise<Questions[Q]['answer']>
}

import type { Intake, IntakeForm } from '../../protocol/intake.ts'

export type Field = keyof IntakeForm

/** The form as it stands in this page, with what was typed here and has not come back yet. */
export type Draft = {
  readonly form: IntakeForm
  readonly version: number
  /** Fields changed here; true = said a second time already, since another page had changed the same. */
  readonly own: ReadonlyMap<Field, boolean>
}

export const draftOf = ({ form, version }: Intake): Draft => ({ form, version, own: new Map() })

export function typed(draft: Draft, changes: Partial<IntakeForm>): Draft {
  const own = new Map(draft.own)
  for (const field of fieldsOf(changes)) own.set(field, false)
  return { form: { ...draft.form, ...changes }, version: draft.version + 1, own }
}

/**
 * What another page, or the server, says now. What was changed here and is not in it is said once more; `typing` is the
 * field one types in now, which nobody writes into.
 */
export function heard(draft: Draft, { form, version }: Intake, typing: Field | null): { draft: Draft; say: boolean } {
  // An echo of earlier keystrokes.
  if (version < draft.version) return { draft, say: false }
  const lost = [...draft.own].filter(([field]) => !isSame(form[field], draft.form[field]))
  const say = lost.some(([, again]) => !again)
  const kept = lost.filter(([field, again]) => !again || field === typing)
  return {
    draft: {
      form: {
        ...form,
        ...pick(
          draft.form,
          kept.map(([field]) => field),
        ),
      },
      version: say ? version + 1 : version,
      own: new Map(kept.map(([field]) => [field, true])),
    },
    say,
  }
}

const fieldsOf = (changes: Partial<IntakeForm>) => Object.keys(changes) as Field[]

function pick(form: IntakeForm, fields: readonly Field[]): Partial<IntakeForm> {
  const picked: Partial<IntakeForm> = {}
  for (const field of fields) Object.assign(picked, { [field]: form[field] })
  return picked
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

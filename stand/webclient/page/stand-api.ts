import type { Fault, ObjectKind } from '../wire.ts'
import type { WebClient } from './client.ts'
import { ClientCard } from './client-card.ts'
import { faultsSoFar } from './faults.ts'
import { InputField } from './input-field.ts'
import { ListForm } from './list-form.ts'
import { ObjectForm } from './object-form.ts'
import { seedPace } from './pace.ts'
import { serverHeard } from './server.ts'
import { type SwitchChange, type Switches, setSwitches, switches } from './switches.ts'

/** `window.__stand`: for tests only; in normal use nothing on the page needs it. Forms are named by their number. */
export type StandApi = {
  openList(): Promise<number>
  /** «Рабочее место менеджера». */
  openRequests(): Promise<number>
  /** A client's card by its GUID; '' = a new client. */
  openCard(ref: string): Promise<number>
  /** A form of any kind; `window` = floating over what is shown. */
  open(kind: ObjectKind, ref: string, window?: boolean): Promise<number>
  /** Makes row `n` (from 0, of the whole list) the current one. */
  selectRow(n: number): Promise<void>
  close(form: number): void
  /** What 1C's model holds, by field name. */
  model(form: number): Record<string, string>
  /** 1C code sets a field: no key, no event (D2). */
  setValue(form: number, field: string, text: string): void
  /** The routing field is set by 1C code (D8); '' clears it. */
  setRouting(form: number, user: { ref: string; name: string; internal: string } | null): void
  /** A write by 1C code, with no visible action of the user (D6). */
  write(form: number, close?: boolean): void
  set(change: SwitchChange): Switches
  faults(): Fault[]
  /** The same, once the server knows of them all. */
  toldFaults(): Promise<Fault[]>
  telLinks(): string[]
}

export function standApi(client: WebClient): StandApi {
  const formOf = (n: number) => {
    const form = client.desk.forms().find((f) => f.n === n)
    if (!form) throw new Error(`stand: no form ${n}`)
    return form
  }
  const cardOf = (n: number) => {
    const form = formOf(n)
    if (!(form instanceof ObjectForm)) throw new Error(`stand: form ${n} is no object's`)
    return form
  }
  return {
    openList: async () => (await client.openList()).n,
    openRequests: async () => (await client.openRequests()).n,
    openCard: async (ref) => (await client.open('client', ref)).n,
    open: async (kind, ref, window) => (await client.open(kind, ref, window)).n,
    async selectRow(n) {
      const list = client.desk.forms().find((form): form is ListForm => form instanceof ListForm)
      if (!list) throw new Error('stand: no list is open')
      await list.grid.select(n)
    },
    close: (n) => client.desk.close(formOf(n)),
    model: (n) => Object.fromEntries([...formOf(n).fields.values()].map((field) => [field.name, field.value()])),
    setValue(n, name, text) {
      const field = formOf(n).fields.get(name)
      if (!(field instanceof InputField)) throw new Error(`stand: form ${n} has no field ${name}`)
      field.set(text)
      cardOf(n).touch()
    },
    setRouting(n, user) {
      const form = formOf(n)
      if (!(form instanceof ClientCard)) throw new Error(`stand: form ${n} is no client's card`)
      form.routing?.choose(user)
    },
    write: (n, close = false) => client.writing.write(cardOf(n), { close }),
    set(change) {
      setSwitches(change)
      if (change.seed !== undefined) seedPace()
      return { ...switches }
    },
    faults: () => faultsSoFar(),
    async toldFaults() {
      const faults = faultsSoFar()
      await serverHeard()
      return faults
    },
    telLinks: () => [...client.telLinks],
  }
}

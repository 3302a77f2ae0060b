import { refFromLink } from '../../data/ref.ts'
import type { FormAnswer, ObjectKind } from '../wire.ts'
import { ArticleCard } from './article-card.ts'
import { CallDocument } from './call-document.ts'
import { ClientCard } from './client-card.ts'
import { Desk } from './desk.ts'
import { css } from './dom.ts'
import { DropList } from './drop-list.ts'
import { watchFaults } from './faults.ts'
import type { Form } from './form.ts'
import { HomeForm } from './home-form.ts'
import { InterestForm } from './interest-form.ts'
import { ListForm } from './list-form.ts'
import { showRefusal } from './notices.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { wait } from './pace.ts'
import { PersonCard } from './person-card.ts'
import { RequestsForm } from './requests-form.ts'
import { formOf, startSession, usersLike } from './server.ts'
import { buildShell } from './shell.ts'
import { UserCard } from './user-card.ts'
import { Writing } from './writing.ts'

const report = (error: unknown) => console.error(error)

/** What navigation links call the kinds of objects (WEBCLIENT 2). */
const IN_LINKS: Record<string, ObjectKind> = {
  'Справочник.Контрагенты': 'client',
  'Справочник.КонтактныеЛица': 'person',
  'Справочник.Пользователи': 'user',
  'Документ.ТелефонныйЗвонок': 'call',
  'Документ.CRM_Интерес': 'interest',
  'Справочник.БазаЗнаний': 'article',
}

function* foreignTexts(forms: Iterable<Form>): Generator<string> {
  for (const form of forms) {
    for (const field of form.fields.values()) {
      const text = field.foreignText()
      if (text !== null) yield `${form.id(field.name)}: «${text}»`
    }
  }
}

/** The web client of the stand: forms, and what opens them. */
export class WebClient {
  readonly desk: Desk
  /** `tel:` links that 1C itself has opened. */
  readonly telLinks: string[] = []
  readonly #drop = new DropList()
  readonly writing: Writing

  constructor() {
    const openList = () => void this.openList().catch(report)
    const { pages, tabs } = buildShell(this.#drop, openList)
    this.desk = new Desk(pages, tabs)
    this.writing = new Writing(this.desk, {
      written: () => this.#refreshLists(),
      open: (kind, ref) => this.#show(kind, ref),
    })
    const home = {
      openList,
      newCall: () => this.#show('call', ''),
      openRequests: () => void this.openRequests().catch(report),
    }
    this.desk.open(new HomeForm(this.desk.formNumber(), home), { home: true })
    document.addEventListener('keydown', (event) => {
      if (event.isTrusted && this.desk.active()?.key(event)) event.preventDefault()
    })
    window.addEventListener('hashchange', () => void this.#follow().catch(report))
    watchFaults(() => foreignTexts(this.desk.forms()))
  }

  async start(): Promise<void> {
    await startSession()
    await this.#follow()
  }

  /** Opens the clients, or shows the list that is open already. Resolves when its rows are there. */
  async openList(): Promise<ListForm> {
    const open = this.desk.forms().find((form) => form instanceof ListForm)
    if (open) {
      this.desk.show(open)
      return open
    }
    await wait(50, 300)
    const form = new ListForm(
      this.desk.formNumber(),
      (ref) => this.#show('client', ref),
      (ref) => this.#show('person', ref),
    )
    css(form.container, 'position:absolute;left:0;top:36px;width:1180px;height:780px')
    this.desk.open(form)
    await form.grid.load(0, 0)
    return form
  }

  /** «Рабочее место менеджера», with its rows read anew. */
  async openRequests(): Promise<RequestsForm> {
    const open = this.desk.forms().find((form) => form instanceof RequestsForm)
    const form = open ?? new RequestsForm(this.desk.formNumber(), (ref) => this.#show('interest', ref))
    if (open) this.desk.show(open)
    else {
      css(form.container, 'position:absolute;left:0;top:36px;width:1180px;height:780px')
      this.desk.open(form)
    }
    await form.grid.load(0, 0)
    return form
  }

  /** '' = a new one. A form that is open already is shown. `window` = over what is shown now (D1). */
  async open(kind: ObjectKind, ref: string, window?: boolean): Promise<ObjectForm> {
    const open = this.desk
      .forms()
      .find(
        (form): form is ObjectForm =>
          form instanceof ObjectForm && ref !== '' && form.object.kind === kind && form.ref === ref,
      )
    if (open) {
      this.desk.show(open)
      return open
    }
    const [answer] = await Promise.all([formOf(kind, ref), wait(50, 400)])
    const form = this.#formFor(answer)
    this.desk.open(form, window === undefined ? {} : { window })
    return form
  }

  #formFor({ object, kinds }: FormAnswer): ObjectForm {
    const n = this.desk.formNumber()
    const events: ObjectEvents = {
      drop: this.#drop,
      write: (form, how) => this.writing.write(form, how),
      reread: (form) => void this.#reread(form).catch(report),
      closing: (form) => this.writing.closing(form),
      called: (link) => this.#tel(link),
      refused: (form, message) => showRefusal(form, message),
      openUser: (ref) => ref && this.#show('user', ref),
    }
    switch (object.kind) {
      case 'client':
        return new ClientCard(n, object, kinds, {
          ...events,
          transfer: (form, under) => void this.#transfer(form, under).catch(report),
        })
      case 'person':
        return new PersonCard(n, object, kinds, events)
      case 'user':
        return new UserCard(n, object, kinds, events)
      case 'call':
        return new CallDocument(n, object, kinds, events)
      case 'interest':
        return new InterestForm(n, object, kinds, events)
      case 'article':
        return new ArticleCard(n, object, kinds, events)
    }
  }

  #show(kind: ObjectKind, ref: string): void {
    this.open(kind, ref).catch(report)
  }

  async #reread(form: ObjectForm): Promise<void> {
    if (form.ref) form.read((await formOf(form.object.kind, form.ref)).object)
  }

  /** A list of those with a number; the choice sets the field with no typing at all (SPEC C7, D8). */
  async #transfer(form: ClientCard, under: Element): Promise<void> {
    const users = await usersLike('', true)
    this.#drop.open(form, under, users, (user) => {
      this.#drop.close(form)
      form.routing?.choose(user)
    })
  }

  #tel(link: string): void {
    this.telLinks.push(link)
    location.assign(link)
  }

  #refreshLists(): void {
    for (const form of this.desk.forms()) if (form instanceof ListForm || form instanceof RequestsForm) form.refresh()
  }

  /** Navigation links after `#` (WEBCLIENT 2). */
  async #follow(): Promise<void> {
    const link = decodeURIComponent(location.hash.slice(1))
    if (link.startsWith('e1cib/list/Справочник.Контрагенты')) await this.openList()
    if (link.startsWith('e1cib/list/Документ.CRM_Интерес')) await this.openRequests()
    const [, type = '', inLink] = /^e1cib\/data\/([^?]+)(?:\?ref=(\w+))?$/.exec(link) ?? []
    const kind = IN_LINKS[type]
    const ref = inLink === undefined ? '' : refFromLink(inLink)
    if (kind && ref !== null) await this.open(kind, ref)
  }
}

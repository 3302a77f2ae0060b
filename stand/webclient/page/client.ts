import { refFromLink } from '../../data/ref.ts'
import { CardForm } from './card-form.ts'
import { Desk } from './desk.ts'
import { css } from './dom.ts'
import { DropList } from './drop-list.ts'
import { watchFaults } from './faults.ts'
import type { Form } from './form.ts'
import { HomeForm } from './home-form.ts'
import { ListForm } from './list-form.ts'
import { showRefusal } from './notices.ts'
import { wait } from './pace.ts'
import { clientCard, startSession, usersLike } from './server.ts'
import { buildShell } from './shell.ts'
import { Writing } from './writing.ts'

const report = (error: unknown) => console.error(error)

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
      open: (ref) => void this.openCard(ref).catch(report),
    })
    this.desk.open(new HomeForm(this.desk.formNumber(), openList), true)
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
    const form = new ListForm(this.desk.formNumber(), (ref) => void this.openCard(ref).catch(report))
    css(form.container, 'position:absolute;left:0;top:36px;width:1180px;height:780px')
    this.desk.open(form)
    await form.grid.load(0, 0)
    return form
  }

  /** '' = a new client. A card that is open already is shown. */
  async openCard(ref: string): Promise<CardForm> {
    const open = this.desk
      .forms()
      .find((form): form is CardForm => form instanceof CardForm && ref !== '' && form.ref === ref)
    if (open) {
      this.desk.show(open)
      return open
    }
    const [answer] = await Promise.all([clientCard(ref), wait(50, 400)])
    const form = new CardForm(this.desk.formNumber(), answer, this.#drop, {
      write: (card, how) => this.writing.write(card, how),
      reread: (card) => void this.#reread(card).catch(report),
      closing: (card) => this.writing.closing(card),
      called: (link) => this.#tel(link),
      refused: (card, message) => showRefusal(card, message),
      transfer: (card, under) => void this.#transfer(card, under).catch(report),
    })
    this.desk.open(form)
    return form
  }

  async #reread(form: CardForm): Promise<void> {
    if (form.ref) form.read((await clientCard(form.ref)).card)
  }

  /** A list of those with a number; the choice sets the field with no typing at all (SPEC C7, D8). */
  async #transfer(form: CardForm, under: Element): Promise<void> {
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
    for (const form of this.desk.forms()) if (form instanceof ListForm) form.refresh()
  }

  /** Navigation links after `#` (WEBCLIENT 2). */
  async #follow(): Promise<void> {
    const link = decodeURIComponent(location.hash.slice(1))
    if (link.startsWith('e1cib/list/Справочник.Контрагенты')) await this.openList()
    const m = /^e1cib\/data\/Справочник\.Контрагенты(?:\?ref=(\w+))?$/.exec(link)
    if (!m) return
    const ref = m[1] === undefined ? '' : refFromLink(m[1])
    if (ref !== null) await this.openCard(ref)
  }
}

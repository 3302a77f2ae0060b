import { Label } from './controls.ts'
import { append, at, css } from './dom.ts'
import { Form } from './form.ts'
import { words } from './words.ts'

type HomeLinks = { openList: () => void; newCall: () => void; openRequests: () => void }

/** The start page, always there as form0. */
export class HomeForm extends Form {
  constructor(n: number, { openList, newCall, openRequests }: HomeLinks) {
    super(n)
    css(this.container, at(0, 0, 1180, 200))
    const greeting = new Label(this, { name: 'Приветствие', left: 12, top: 16, width: 300 }, words.home)
    const clients = new Label(
      this,
      { name: 'Клиенты', left: 12, top: 46, width: 300, link: true },
      words.clients,
      openList,
    )
    const call = new Label(
      this,
      { name: 'НовыйЗвонок', left: 12, top: 76, width: 300, link: true },
      words.newCall,
      newCall,
    )
    const requests = new Label(
      this,
      { name: 'Обращения', left: 12, top: 106, width: 300, link: true },
      words.requests,
      openRequests,
    )
    append(this.container, ...greeting.nodes, ...clients.nodes, ...call.nodes, ...requests.nodes)
  }

  caption(): string {
    return words.home
  }
}

import { pair } from './language.ts'

type PeopleWords = {
  free: string
  ringing: string
  talking: string
  talkingWith: (whom: string) => string
  offline: string
  search: string
  searchHint: string
  found: string
  nobody: string
  freeNumber: (number: string) => string
  noInternalNumber: string
  pickerTitle: string
  /** How a call is given over: after a word with the colleague, or at once. */
  usual: string
  consult: string
  singleStepTransfer: string
  cancel: string
}

export const peopleWords = pair<PeopleWords>(
  {
    free: 'свободен',
    ringing: 'звонит телефон',
    talking: 'говорит',
    talkingWith: (whom) => `говорит с ${whom}`,
    offline: 'не в сети',
    search: 'Кому перевести',
    searchHint: 'Имя, отдел или номер',
    found: 'Найдено',
    nobody: 'Никого не нашли. Введите номер целиком.',
    freeNumber: (number) => `На номер ${number}`,
    noInternalNumber: 'нет внутреннего номера',
    pickerTitle: 'Перевод звонка',
    usual: 'Как перевести по Enter; другой способ Shift+Enter',
    consult: 'Консультация',
    singleStepTransfer: 'Сразу',
    cancel: 'Отмена, вернуться к звонку',
  },
  {
    free: 'free',
    ringing: 'phone is ringing',
    talking: 'talking',
    talkingWith: (whom) => `talking with ${whom}`,
    offline: 'offline',
    search: 'Transfer to whom',
    searchHint: 'Name, department or number',
    found: 'Found',
    nobody: 'Nobody found. Enter the whole number.',
    freeNumber: (number) => `To the number ${number}`,
    noInternalNumber: 'no extension',
    pickerTitle: 'Call transfer',
    usual: 'How Enter transfers; Shift+Enter does the other',
    consult: 'Consult first',
    singleStepTransfer: 'At once',
    cancel: 'Cancel, back to the call',
  },
)

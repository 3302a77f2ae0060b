import { expect, test } from 'vitest'
import {
  add,
  byId,
  closeForm,
  doc,
  IVANOVA,
  key,
  openAndChange,
  PHONE,
  pass,
  press,
  question,
  saved,
  setCaption,
  setValue,
  USER,
} from './card-at-hand.ts'

// How a save may end (onec D6), step by step as a person lives through it: what is told in the end, and nothing else.

const WRITE = 'form2_ФормаЗаписать'
const CLEAN = 'ИП Сидоров (Клиент)'
const CHOSEN = 'Сидоров С. С.'

const write = () => press(WRITE)
const writeAndClose = () => press('form2_ФормаЗаписатьИЗакрыть')
const confirmed = () => {
  setCaption(CLEAN)
  add('<div class="confirm"><a class="hover-line">ИП Сидоров</a></div>')
  pass(1000)
}
const error = (text: string) => {
  add(
    `<div id="ps1win"><div id="form9_Message">${text}</div><a class="press pressDefault" id="form9_Button0">OK</a></div>`,
  )
  pass(1000)
  answer(0)
}
const answer = (button: number) => {
  press(`form9_Button${button}`)
  doc.getElementById('ps1win')?.remove()
}
const asked = (button: number) => {
  question('Данные были изменены. Сохранить изменения?')
  pass(500)
  answer(button)
}
const balloon = (text: string) => {
  add(`<div class="balloon"><div class="balloonMessage">${text}</div></div>`)
  pass(1500)
  doc.querySelector('.balloon')?.remove()
}
const message = (text: string) => {
  add(`<div class="messages"><div id="msg0">${text}</div></div>`)
  pass(1500)
  doc.querySelector('.messages')?.remove()
}
const gone = () => {
  closeForm()
  pass(1000)
}
const choose = (user: string) => {
  press(USER)
  setValue(USER, user)
  setCaption(`${CLEAN} *`)
  pass(500)
}

const ENDINGS: [string, (() => void)[], string[]][] = [
  ['the network is lost, and nothing was written', [write, () => error('Нет соединения с сервером'), gone], []],
  [
    'the network is lost, then it is written after all',
    [write, () => error('Нет соединения'), write, confirmed],
    [CHOSEN],
  ],
  ['the object is locked by another user', [write, () => message('Объект заблокирован'), gone], []],
  [
    'another window has written it meanwhile: read again, the old user is back',
    [
      write,
      () => error('Данные были изменены другим пользователем'),
      () => setValue(USER, IVANOVA),
      () => setCaption(CLEAN),
      () => pass(3000),
    ],
    [],
  ],
  [
    'refused, mended, written by Ctrl+Enter',
    [
      write,
      () => balloon('ИНН не заполнен'),
      () => choose('Петров П. П.'),
      () => key({ code: 'Enter', ctrlKey: true }),
      confirmed,
    ],
    ['Петров П. П.'],
  ],
  ['a message that stops nothing', [write, () => setCaption(CLEAN), () => message('Проверьте ИНН')], [CHOSEN]],
  [
    'two quick keys, one write',
    [() => key({ code: 'KeyS', ctrlKey: true }), () => key({ code: 'KeyS', ctrlKey: true }), confirmed],
    [CHOSEN],
  ],
  [
    'keys that write nothing',
    [() => key({ code: 'F2' }), () => key({ code: 'F5' }), () => key({ code: 'KeyS' }), () => pass(2000)],
    [],
  ],
  ['closed with «Да»', [() => asked(0), gone], [CHOSEN]],
  [
    'closed with «Да», refused, closed with «Нет»',
    [() => asked(0), () => balloon('ИНН не заполнен'), () => asked(1), gone],
    [],
  ],
  ['closed with «Нет»', [() => asked(1), gone], []],
  ['closing is thought better of, then it is written', [() => asked(2), write, confirmed], [CHOSEN]],
  [
    'written and closed, the notification comes after',
    [writeAndClose, gone, () => add('<div class="confirm">ИП Сидоров</div>'), () => pass(1000)],
    [CHOSEN],
  ],
  [
    'written, changed again, closed with «Нет»',
    [write, confirmed, () => choose('Петров П. П.'), () => asked(1), gone],
    [CHOSEN],
  ],
  [
    'written twice, with another user each',
    [write, confirmed, () => choose('Петров П. П.'), write, confirmed],
    [CHOSEN, 'Петров П. П.'],
  ],
  ['written by 1C’s code', [() => setCaption(CLEAN), () => pass(3000)], [CHOSEN]],
  [
    'a button that is out of use',
    [() => byId(WRITE).classList.add('pressDisabled'), write, () => pass(2000), gone],
    [],
  ],
  ['written after eight seconds', [write, () => pass(8000), confirmed], [CHOSEN]],
  ['1C itself is gone in the midst of it', [write, () => byId('pages_container').remove(), () => pass(15_000)], []],
]

test.each(ENDINGS)('%s', (_name, steps, users) => {
  openAndChange()
  const phones = (byId(PHONE) as HTMLInputElement).value
  expect(phones).not.toBe('')
  for (const step of steps) step()
  pass(2000)
  expect(saved.map(({ values }) => values.user)).toEqual(users)
  for (const { values } of saved) expect(values.phones.length).toBeGreaterThan(0)
})

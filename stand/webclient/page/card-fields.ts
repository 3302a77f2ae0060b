import type { ClientData } from '../wire.ts'
import type { Form } from './form.ts'
import { type FieldSpec, InputField } from './input-field.ts'
import { captions } from './words.ts'

type Requisite = Omit<FieldSpec, 'left'> & { name: string; value: (card: ClientData) => string }

const REQUISITES: readonly Requisite[] = [
  { name: 'Наименование', caption: captions.name, top: 44, width: 320, value: (c) => c.name },
  { name: 'НаименованиеПолное', caption: captions.fullName, top: 74, width: 320, rows: 3, value: (c) => c.fullName },
  { name: 'ИНН', caption: captions.inn, top: 146, width: 200, value: (c) => c.inn },
  { name: 'КПП', caption: captions.kpp, top: 176, width: 200, value: (c) => c.kpp },
  { name: 'ОГРН', caption: captions.ogrn, top: 206, width: 200, value: (c) => c.ogrn },
  { name: 'РасчетныйСчет', caption: captions.account, top: 236, width: 260, value: (c) => c.account },
  { name: 'БИК', caption: captions.bik, top: 266, width: 160, value: (c) => c.bik },
  {
    name: 'ДатаРегистрации',
    caption: captions.registered,
    top: 296,
    width: 200,
    buttons: ['CB'],
    buttonClass: 'iCalendB',
    value: (c) => c.registered,
  },
  {
    name: 'СуммаДоговора',
    caption: captions.sum,
    top: 326,
    width: 200,
    buttons: ['CB'],
    buttonClass: 'iCalcB',
    value: (c) => c.contractSum,
  },
  { name: 'Код', caption: captions.code, top: 356, width: 160, value: (c) => c.code },
]

/** Requisites full of digits that must never become dialable, and a multi-value field with chips. */
export function requisites(form: Form, card: ClientData, typed: () => void): HTMLElement[] {
  const nodes = REQUISITES.flatMap(
    ({ value, ...spec }) => new InputField(form, { ...spec, left: 172 }, value(card), { typed }).nodes,
  )
  const chips = new InputField(
    form,
    {
      name: 'Сегменты',
      caption: captions.segments,
      left: 172,
      top: 416,
      width: 320,
      buttons: ['CB'],
      chips: card.segments,
    },
    '',
  )
  return [...nodes, ...chips.nodes]
}

import type { FieldMeaning } from '../../protocol/field-map.ts'
import { pair } from './language.ts'

type TeachWords = {
  title: string
  point: string
  keys: string
  cancel: string
  nothingHere: string
  what: (field: string) => string
  now: (meaning: string) => string
  column: string
  field: string
  meanings: Record<FieldMeaning, string>
  kept: (field: string, meaning: string) => string
  undo: string
  undone: (field: string) => string
  more: string
  done: string
}

/** Teaching a field by pointing at it (SPEC D5). */
export const teachWords = pair<TeachWords>(
  {
    title: 'Указать поле',
    point: 'Щёлкните поле или колонку, о которых хотите сказать.',
    keys: 'С клавиатуры: ↑ и ↓ выбирают, Enter указывает, Esc отменяет.',
    cancel: 'Отменить',
    nothingHere: 'Здесь нет полей. Откройте карточку или список и начните снова.',
    what: (field) => `Что показывает «${field}»?`,
    now: (meaning) => `Сейчас: ${meaning}.`,
    column: 'колонка',
    field: 'поле',
    meanings: {
      phone: 'Телефон',
      fax: 'Факс',
      client: 'Клиент',
      user: 'Ответственный',
      routing: 'Переключение звонков',
      other: 'Ничего из этого',
    },
    kept: (field, meaning) => `Запомнили: «${field}» — ${meaning.toLocaleLowerCase('ru')}.`,
    undo: 'Вернуть как было',
    undone: (field) => `«${field}» снова как было.`,
    more: 'Указать ещё',
    done: 'Готово',
  },
  {
    title: 'Point out a field',
    point: 'Click the field or column you want to tell about.',
    keys: 'With the keyboard: ↑ and ↓ choose, Enter points, Esc cancels.',
    cancel: 'Cancel',
    nothingHere: 'There are no fields here. Open a card or a list and begin again.',
    what: (field) => `What does “${field}” show?`,
    now: (meaning) => `Now: ${meaning}.`,
    column: 'column',
    field: 'field',
    meanings: {
      phone: 'Phone',
      fax: 'Fax',
      client: 'Client',
      user: 'Responsible person',
      routing: 'Call forwarding',
      other: 'None of these',
    },
    kept: (field, meaning) => `Remembered: “${field}” is “${meaning}”.`,
    undo: 'Undo',
    undone: (field) => `“${field}” is as it was.`,
    more: 'Point out another',
    done: 'Done',
  },
)

import { BSP } from './bsp.ts'
import type { Preset } from './preset.ts'

/** «Управление торговлей», and its kin (КА, ERP): clients are «Партнеры». */
export const UT: Preset = {
  ...BSP,
  counterparties: { ...BSP.counterparties, set: 'Catalog_Партнеры', responsible: '?ОсновнойМенеджер_Key' },
  counterpartyContacts: 'Catalog_Партнеры_КонтактнаяИнформация',
  persons: { ...BSP.persons, set: 'Catalog_КонтактныеЛицаПартнеров' },
  personContacts: 'Catalog_КонтактныеЛицаПартнеров_КонтактнаяИнформация',
  departments: { ...BSP.departments, set: 'Catalog_СтруктураПредприятия' },
  departmentServices: { ...BSP.departmentServices, set: 'Catalog_СтруктураПредприятия_ТипыУслуг' },
  kindNames: {
    ...BSP.kindNames,
    personPhone: 'ТелефонКонтактногоЛицаПартнера',
    personEmail: 'EmailКонтактногоЛицаПартнера',
  },
  interests: { ...BSP.interests, counterparty: 'Партнер_Key' },
  interactions: { ...BSP.interactions, counterparty: 'Партнер_Key' },
}

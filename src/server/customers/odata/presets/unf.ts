import { BSP } from './bsp.ts'
import type { Preset } from './preset.ts'

/**
 * «Управление нашей фирмой». A card's «Ответственный» is an employee there, and no user: whose rule or Interest it is can
 * not be told from it, and it stays empty.
 */
export const UNF: Preset = {
  ...BSP,
  counterparties: { ...BSP.counterparties, responsible: '' },
  departments: { ...BSP.departments, set: 'Catalog_СтруктурныеЕдиницы' },
  departmentServices: { ...BSP.departmentServices, set: 'Catalog_СтруктурныеЕдиницы_ТипыУслуг' },
}

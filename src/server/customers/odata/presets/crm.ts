import type { Preset } from './preset.ts'
import { UT } from './ut.ts'

/** «1С:CRM» 3: clients are «Партнеры», as in УТ, and all that an intake makes has to be there. */
export const CRM: Preset = {
  ...UT,
  expected: [
    'persons',
    'departments',
    'potentials',
    'services',
    'departmentServices',
    'interests',
    'interactions',
    'articles',
  ],
}

import type { ColleagueChoice } from '../../protocol/choice.ts'
import type { Services } from '../../protocol/intake.ts'

/** Where the wizard finds people: the panel knows them, a page of 1C asks. */
export type Managers = {
  /** By Ref_Key; nobody where there is none. */
  of: (id: string) => Promise<ColleagueChoice | null>
  /** By what is typed; of these departments alone, where they are given; by department and name. */
  find: (typed: string, departments: readonly string[] | null) => Promise<ColleagueChoice[]>
  /** Changes whenever the answers may: lines do all the time. */
  version: unknown
}

/** Departments that render this «Тип услуги» (SPEC B7); null = any will do. */
export function departmentsFor(service: string, services: Services | null): string[] | null {
  if (service === '' || !services) return null
  return Object.entries(services.departments)
    .filter(([, types]) => types.includes(service))
    .map(([department]) => department)
}

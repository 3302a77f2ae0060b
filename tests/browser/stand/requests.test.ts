import { expect, test } from 'vitest'
import { newInteraction, newInterest, newPotential } from '../../../stand/data/crm.ts'
import { linkRef } from '../../../stand/data/ref.ts'
import { usePages } from './open-page.ts'

const pages = usePages()

/** An Interest as one that OData has just made: of a potential client, with its interaction. */
function makeRequest() {
  const { base } = pages.stand()
  const { crm } = base
  const potential = { ...newPotential(0), name: 'ООО «Имение»', person: 'Ольга Ларина' }
  const responsible = base.employeeWithNumber('103').ref
  const interest = {
    ...newInterest(9),
    date: '2031-01-02T10:00:00',
    topic: 'Касса для магазина',
    whatToDo: 'Перезвонить до вечера',
    potential: potential.ref,
    phone: '+7 (912) 555-77-01',
    responsible,
  }
  crm.potentials.push(potential)
  crm.interests.push(interest)
  crm.interactions.push({
    ...newInteraction(9),
    interest: interest.ref,
    topic: 'Первый звонок',
    date: '2031-01-02T10:05:00',
  })
  return interest
}

test('the manager’s workplace lists what is to be done, the latest first, and opens it', async () => {
  const interest = makeRequest()
  const page = await pages.open()
  await page.getByText('Рабочее место менеджера').click()
  const rows = page.locator('.page:not([style*="none"]) .gridBody .gridLine')
  await expect
    .poll(() => rows.first().locator('.gridBoxText').allTextContents(), { timeout: 30_000 })
    .toEqual(expect.arrayContaining([interest.topic, 'ООО «Имение»', interest.whatToDo, 'Иванова Анна Сергеевна', '1']))
  await expect(rows.filter({ hasText: 'Акт сверки' }).count()).resolves.toBe(0)
  await rows.first().dblclick()
  const field = (name: string) => page.locator(`.page:not([style*="none"]) [id$="_${name}_i0"]`)
  await expect.poll(() => field('Тема').inputValue(), { timeout: 30_000 }).toBe(interest.topic)
  expect(await field('Клиент').inputValue()).toBe('ООО «Имение»')
  expect(await field('КонтактноеЛицо').inputValue()).toBe('Ольга Ларина')
  expect(await field('Ответственный').inputValue()).toBe('Иванова Анна Сергеевна')
  expect(await field('Взаимодействия').inputValue()).toContain('Первый звонок')
})

test('an Interest opens by its navigation link in the running client, and what is written in it is in 1C', async () => {
  const interest = makeRequest()
  const page = await pages.open()
  await page.evaluate(
    (link) => {
      location.hash = link
    },
    `e1cib/data/Документ.CRM_Интерес?ref=${linkRef(interest.ref)}`,
  )
  const topic = page.locator('.page:not([style*="none"]) [id$="_Тема_i0"]')
  await expect.poll(() => topic.inputValue(), { timeout: 30_000 }).toBe(interest.topic)
  await topic.click()
  await page.keyboard.press('End')
  await page.keyboard.type(' в Туле')
  await page.keyboard.press('Control+s')
  await expect.poll(() => interest.topic, { timeout: 30_000 }).toBe('Касса для магазина в Туле')
})

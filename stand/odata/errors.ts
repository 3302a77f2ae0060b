/** An answer that is an error, in the shape of 1C's OData: `{"odata.error":{"code":"…","message":{"lang":"ru","value":"…"}}}`. */
export class ODataRefusal extends Error {
  override readonly name = 'ODataRefusal'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  body(): string {
    return JSON.stringify({ 'odata.error': { code: this.code, message: { lang: 'ru', value: this.message } } })
  }
}

// 1C's codes are written from memory; nothing may depend on them.
export const noSet = (name: string) => new ODataRefusal(404, '8', `Сущность «${name}» не найдена`)
export const noRow = (set: string) => new ODataRefusal(404, '9', `Экземпляр сущности «${set}» не найден`)
export const badQuery = (why: string) => new ODataRefusal(400, '14', `Ошибка при разборе опций запроса: ${why}`)
export const keyExists = () => new ODataRefusal(400, '15', 'Запись с такими ключевыми полями существует!')
export const notAllowed = (set: string) => new ODataRefusal(405, '6', `Действие не разрешено для «${set}»`)

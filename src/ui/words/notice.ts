import { pair } from './language.ts'

type NoticeWords = { request: string; acceptedBy: (name: string) => string }

/** Of a request that a colleague has accepted for the operator. */
export const noticeWords = pair<NoticeWords>(
  { request: 'Обращение для вас', acceptedBy: (name) => `Принято: ${name}` },
  { request: 'A request for you', acceptedBy: (name) => `Accepted by ${name}` },
)

import { pair } from './language.ts'

type WelcomeWords = {
  title: string
  intro: string
  connect: string
  allow: string
  try: string
  tryHow: string
  pin: string
  done: string
  ready: string
  settings: string
}

/** «Первые шаги», after the installation. */
export const welcomeWords = pair<WelcomeWords>(
  {
    title: 'Трубка: первые шаги',
    intro: 'Три шага, и звонить можно прямо из 1С. Это нужно один раз.',
    connect: '1. Подключите телефон',
    allow: '2. Разрешите вашу 1С',
    try: '3. Откройте 1С',
    tryHow: 'Откройте 1С в этом браузере: рядом с телефонами клиентов стоят трубки. Нажмите любую, чтобы позвонить.',
    pin: 'Закрепите значок Трубки на панели браузера: по нему открываются звонки, сотрудники и чат.',
    done: 'Готово',
    ready: 'Всё готово. Эту страницу можно закрыть.',
    settings: 'Все настройки',
  },
  {
    title: 'Трубка: first steps',
    intro: 'Three steps, and you can call from within 1C. This is needed once.',
    connect: '1. Connect your phone',
    allow: '2. Allow your 1C',
    try: '3. Open 1C',
    tryHow: 'Open 1C in this browser: handsets stand beside the phones of clients. Press any of them to call.',
    pin: 'Pin the handset to the browser’s toolbar: it opens calls, colleagues and chat.',
    done: 'Done',
    ready: 'All is ready. You can close this page.',
    settings: 'All settings',
  },
)

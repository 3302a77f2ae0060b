import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { AsteriskUnavailable } from '../asterisk/unavailable.ts'
import { launchExtension } from '../browser/extension.ts'
import { startServer } from '../cti-server.ts'
import { startStand } from '../stand.ts'
import { openAsteriskPbx } from './asterisk-pbx.ts'
import { takeScreens } from './screens.ts'
import { openStandPbx } from './stand-pbx.ts'

const OPERATOR = '101'
const FIRST_CLIENT = 'ООО «Ромашка»'

const { values } = parseArgs({
  options: {
    pbx: { type: 'string', default: 'stand' },
    headless: { type: 'boolean', default: false },
    screens: { type: 'string', default: 'out/demo' },
  },
})
if (values.pbx !== 'stand' && values.pbx !== 'asterisk') {
  console.error(`--pbx: stand или asterisk, а не «${values.pbx}».`)
  process.exit(2)
}

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const headless = values.headless || !hasDisplay

/** Everything that was started, to be ended in the opposite order. */
const started: (() => Promise<unknown>)[] = []
async function stopAll(): Promise<void> {
  for (const stop of started.splice(0).reverse()) await stop().catch((error: unknown) => console.error(String(error)))
}

let ending = false
function end(code: number): void {
  if (ending) return
  ending = true
  void stopAll().finally(() => process.exit(code))
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0))

async function demo(): Promise<void> {
  // Beside the built program: dist/demo/main.js and dist/webclient/page.js.
  const page = await readFile(new URL('../webclient/page.js', import.meta.url), 'utf8')
  const stand = await startStand({ webPort: 0, page })
  started.push(() => stand.stop())
  const pbx = await (values.pbx === 'asterisk' ? openAsteriskPbx : openStandPbx)(stand)
  started.push(() => pbx.stop())
  const server = await startServer({ ami: pbx.ami, stand: stand.origin })
  started.push(() => server.stop())

  if (!hasDisplay) console.log('Экрана нет: Chromium работает невидимо и оставит снимки.')
  const extension = await launchExtension({ headless })
  started.push(() => extension.close())
  extension.context.on('close', () => end(0))
  await extension.pair(server.url, await server.code(OPERATOR))
  await extension.grant(stand.origin)
  const onec = await extension.open(stand.webClientUrl)
  await onec.waitForSelector('html[data-stand-ready]')
  await onec.evaluate(async (ref) => {
    await window.__stand.openList()
    await window.__stand.openCard(ref)
  }, stand.base.clientNamed(FIRST_CLIENT).ref)

  if (headless) {
    const files = await takeScreens(extension, onec, pbx, values.screens)
    console.log(`Снимки:\n${files.map((file) => `  ${file}`).join('\n')}`)
    end(0)
    return
  }
  for (const tab of extension.context.pages()) if (tab.url() === 'about:blank') await tab.close()
  await onec.bringToFront()
  console.log(
    [
      '',
      'Трубка работает. Вы — оператор 101, Смирнова Ольга Петровна. Попробуйте:',
      `  1. Карточка «${FIRST_CLIENT}» открыта: нажмите трубку у любого телефона — пойдёт вызов.`,
      `  2. ${pbx.howToCall.join('\n     ')}`,
      '     На странице 1С появится, кто звонит; «Ответить» — там же или в панели.',
      '  3. Выберите в «Переключение звонков на:» Иванову Анну Сергеевну, запишите карточку:',
      '     следующий звонок с 79035677876 уйдёт ей, на 103.',
      `  Панель: ${extension.url('src/popup/index.html')} (или значок расширения).`,
      '  Закончить: закройте браузер или нажмите Ctrl+C.',
      '',
    ].join('\n'),
  )
  const terminal = createInterface({ input: process.stdin })
  started.push(async () => terminal.close())
  terminal.on('line', (line) => {
    const from = line.replace(/\D/g, '')
    if (from.length < 3) return
    pbx.incoming(from).catch((error: unknown) => console.error(String(error)))
  })
}

demo().catch((error: unknown) => {
  if (error instanceof AsteriskUnavailable) console.error(error.message)
  else console.error(error)
  end(1)
})

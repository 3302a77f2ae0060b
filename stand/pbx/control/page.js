/** The control page of the stand's PBX. All that comes from the network is shown as text. */

const words = {
  ringing: { in: 'звонит', out: 'вызывает' },
  up: { in: 'разговор', out: 'разговор' },
  ended: { in: 'окончен', out: 'окончен' },
}
const legWords = { Down: 'вызывается', Ring: 'ждёт ответа', Ringing: 'звонит', Up: 'на линии' }

const find = (id) => document.getElementById(id)

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props)
  node.append(...children)
  return node
}

function showError(text) {
  find('error').textContent = text
  find('error').hidden = text === ''
}

async function send(path, body = {}) {
  showError('')
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return true
    showError((await response.json()).error ?? 'Команда не принята.')
  } catch {
    showError('Стенд не отвечает. Проверьте, запущен ли он.')
  }
  return false
}

const command = (text, path, kind = '') =>
  make('button', { type: 'button', textContent: text, className: kind, onclick: () => send(path) })

/** Keeps one node for each item, so that focus and typed text survive the changes around them. */
function keep(list, items, key, create) {
  const known = new Map([...list.children].map((node) => [node.dataset.key, node]))
  for (const [index, item] of items.entries()) {
    const id = key(item)
    let node = known.get(id)
    known.delete(id)
    if (!node) {
      node = create(item)
      node.dataset.key = id
    }
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null)
    node.update(item)
  }
  for (const node of known.values()) node.remove()
}

/** A hidden button must not keep the focus: the next command of its row takes it. */
function setHidden(node, hidden) {
  const focused = node === document.activeElement
  node.hidden = hidden
  if (focused && hidden) node.closest('li')?.querySelector('button:not([hidden])')?.focus()
}

const clock = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
/** `79035677876` → `+7 903 567-78-76`; internal and foreign numbers as they are. */
const pretty = (number) => number.replace(/^[78](\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4')
const nameAndNumber = ({ number, name }) => (name ? `${name}, ${pretty(number)}` : pretty(number))
/** Things that grow while nothing else changes; drawn again each second. */
const ticking = new Set()
setInterval(() => {
  for (const draw of ticking) draw()
}, 1000)

function phoneRow({ number, name }) {
  const what = make('div', { className: 'quiet' })
  const answer = command('Снять трубку', `phones/${number}/answer`, 'primary')
  const reject = command('Отклонить', `phones/${number}/reject`)
  const hangup = command('Положить', `phones/${number}/hangup`, 'end')
  const off = command('Отключить от сети', `phones/${number}/unregister`)
  const on = command('Включить в сеть', `phones/${number}/register`)
  const to = make('input', {
    name: 'to',
    inputMode: 'tel',
    autocomplete: 'off',
    required: true,
    maxLength: 40,
    placeholder: 'Номер',
  })
  to.setAttribute('aria-label', `Куда позвонить с ${number}`)
  const dial = make('form', { className: 'dial' }, to, make('button', { type: 'submit', textContent: 'Позвонить' }))
  dial.onsubmit = async (event) => {
    event.preventDefault()
    if (await send(`phones/${number}/dial`, { to: to.value })) to.value = ''
  }
  const who = make(
    'div',
    { className: 'who' },
    make('div', { textContent: name && name !== number ? `${number} ${name}` : number }),
    what,
  )
  const row = make('li', {}, who, answer, reject, hangup, dial, off, on)
  row.update = ({ calls, registered }) => {
    const ringing = calls.some((call) => call.direction === 'in' && call.state === 'ringing')
    const lifted = calls.some((call) => call.direction === 'out' || call.state === 'up')
    what.className = registered ? (ringing ? 'ringing' : 'quiet') : 'off'
    what.textContent = calls.length
      ? calls.map((call) => `${words[call.state][call.direction]}: ${nameAndNumber(call.remote)}`).join('; ')
      : registered
        ? 'свободен'
        : 'не в сети'
    setHidden(answer, !ringing)
    setHidden(reject, !ringing)
    setHidden(hangup, !lifted)
    setHidden(dial, calls.length > 0 || !registered)
    setHidden(off, !registered || calls.length > 0)
    setHidden(on, registered)
  }
  return row
}

function cityRow(call) {
  const what = make('div')
  const answer = command('Ответить', `city/${encodeURIComponent(call.id)}/answer`, 'primary')
  const busy = command('Занято', `city/${encodeURIComponent(call.id)}/reject`)
  const hangup = command('Положить', `city/${encodeURIComponent(call.id)}/hangup`, 'end')
  const row = make(
    'li',
    {},
    make('div', { className: 'who' }, make('div', { textContent: pretty(call.number) }), what),
    answer,
    busy,
    hangup,
  )
  row.update = ({ state, direction, remote }) => {
    const rings = state === 'ringing' && direction === 'in'
    what.className = rings ? 'ringing' : 'quiet'
    what.textContent = `${words[state][direction]}: ${nameAndNumber(remote)}`
    setHidden(answer, !rings)
    setHidden(busy, !rings)
    setHidden(hangup, rings)
  }
  return row
}

function callRow() {
  const text = make('div', { className: 'who' })
  const time = make('div', { className: 'quiet' })
  const row = make('li', {}, text, time)
  let startedAt = 0
  const draw = () => {
    if (!row.isConnected) ticking.delete(draw)
    time.textContent = clock(Date.now() - startedAt)
  }
  ticking.add(draw)
  row.update = ({ lasts, legs }) => {
    startedAt = Date.now() - lasts
    text.textContent = legs
      .map((leg) => `${pretty(leg.number)} ${leg.talks ? 'говорит' : legWords[leg.state]}`)
      .join(' · ')
    draw()
  }
  return row
}

let state = null

function draw() {
  if (!state) return
  const wanted = find('filter').value.trim().toLowerCase()
  const phones = state.phones.filter(({ number, name }) => `${number} ${name}`.toLowerCase().includes(wanted))
  keep(find('phones'), phones, ({ number }) => number, phoneRow)
  keep(find('city'), state.city, ({ id }) => id, cityRow)
  keep(find('calls'), state.calls, ({ id }) => id, callRow)
  keep(find('suggestions'), state.suggestions, ({ number }) => number, suggestion)
  find('city-answers').textContent =
    state.cityAnswersAfterMs === null
      ? 'Клиенты сами трубку не берут.'
      : `Клиенты берут трубку сами через ${(state.cityAnswersAfterMs / 1000).toLocaleString('ru')} с.`
  find('phones-empty').hidden = phones.length > 0
  find('city-empty').hidden = state.city.length > 0
  find('calls-empty').hidden = state.calls.length > 0
}

function suggestion(client) {
  const button = make('button', { type: 'button', textContent: `${client.name}: позвонить с ${pretty(client.number)}` })
  button.onclick = () => send('calls', { from: client.number, name: client.name })
  const item = make('li', {}, button)
  item.update = () => {}
  return item
}

find('filter').oninput = draw
find('incoming').onsubmit = (event) => {
  event.preventDefault()
  const form = new FormData(event.target)
  void send('calls', { from: form.get('from'), name: form.get('name') })
}

const events = new EventSource('events')
events.onmessage = ({ data }) => {
  state = JSON.parse(data)
  find('link').textContent = `Городской номер ${pretty(state.cityNumber)}`
  draw()
}
events.onerror = () => {
  find('link').textContent = 'Стенд не отвечает, соединяемся снова…'
}

// Run in an isolated world of the page, as a content script does; each is written out whole, so that it needs nothing else.

/** The least that whoever looks for numbers in a page's texts has to do: reads every text node, again where it has changed. */
export function bareWalk(): void {
  let letters = 0
  const walk = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node: Node | null = root.nodeType === 3 ? root : walker.nextNode(); node; node = walker.nextNode())
      letters += node.nodeValue?.length ?? 0
  }
  walk(document.body)
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') walk(target)
      else for (const node of addedNodes) walk(node)
    }
  })
  observer.observe(document.body, { childList: true, characterData: true, subtree: true })
  Object.assign(globalThis, { letters: () => letters })
}

/**
 * The common approach, written plainly: a TreeWalker, one regular expression, one button for each match beside its text,
 * and the same for what a MutationObserver reports.
 */
export function reference(): void {
  const number = /(?<!\d)(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/g
  const fewest = 10
  const marked = new WeakSet<Element>()
  const mark = (text: Text) => {
    const value = text.data
    const digits = value.replace(/\D/g, '')
    const parent = text.parentElement
    if (digits.length < fewest || !parent || marked.has(parent)) return
    for (const [found] of value.matchAll(number)) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'reference'
      button.title = `Позвонить ${found}`
      button.dataset.number = found.replace(/\D/g, '')
      button.style.cssText = 'width:14px;height:14px;padding:0;border:0;margin-left:4px;background:#157347'
      marked.add(button)
      parent.append(button)
    }
  }
  const walk = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    for (let node: Node | null = root.nodeType === 3 ? root : walker.nextNode(); node; node = walker.nextNode())
      texts.push(node as Text)
    for (const text of texts) mark(text)
  }
  walk(document.body)
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') walk(target)
      else for (const node of addedNodes) if (!(node instanceof HTMLButtonElement && marked.has(node))) walk(node)
    }
  })
  observer.observe(document.body, { childList: true, characterData: true, subtree: true })
  document.body.addEventListener('click', (event) => {
    const button = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.reference') : null
    if (button) Object.assign(globalThis, { dialled: button.dataset.number })
  })
}

/** No way to find numbers: the least that whoever draws buttons must do in the frame after a change, without drawing any. */
export function cellsAlone(): void {
  let letters = 0
  let isDue = false
  const read = () => {
    isDue = false
    let row = document.querySelector('.gridBody')?.firstElementChild ?? null
    for (let at = 0; row && at < 40; at++) {
      letters += row.querySelector('[colindex="6"]>.gridBoxText')?.textContent?.length ?? 0
      row = row.nextElementSibling
    }
  }
  const observer = new MutationObserver(() => {
    if (!isDue) requestAnimationFrame(read)
    isDue = true
  })
  observer.observe(document.body, { childList: true, characterData: true, subtree: true })
  read()
  Object.assign(globalThis, { letters: () => letters })
}

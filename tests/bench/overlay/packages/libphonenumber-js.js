// The library has no glue to a page: this is the plainest that keeps up with changes, with a gate that spares it most texts.
import { findPhoneNumbersInText } from 'libphonenumber-js'

const marked = new WeakSet()
const mark = (text) => {
  const parent = text.parentElement
  if (!parent || marked.has(parent) || text.data.replace(/\D/g, '').length < 10) return
  for (const { number } of findPhoneNumbersInText(text.data, 'RU')) {
    const button = document.createElement('button')
    button.title = number.number
    button.style.cssText = 'width:14px;height:14px;padding:0;border:0;margin-left:4px;background:#157347'
    marked.add(button)
    parent.append(button)
  }
}
const walk = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts = []
  for (let node = root.nodeType === 3 ? root : walker.nextNode(); node; node = walker.nextNode()) texts.push(node)
  texts.forEach(mark)
}
walk(document.body)
new MutationObserver((records) => {
  for (const { type, target, addedNodes } of records) {
    if (type === 'characterData') walk(target)
    else for (const node of addedNodes) if (!marked.has(node)) walk(node)
  }
}).observe(document.body, { childList: true, characterData: true, subtree: true })

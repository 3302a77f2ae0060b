/**
 * Puts a text on the clipboard; says whether it is there. 1C is often published over plain http inside a company, where
 * pages have no clipboard of their own: then the browser's own «copy» is asked for, and answered before the page hears
 * of it. Neither moves the focus or the selection.
 */
export async function copyText(text: string, doc: Document): Promise<boolean> {
  const clipboard: Clipboard | undefined = doc.defaultView?.navigator.clipboard
  if (clipboard) {
    const done = await clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (done) return true
  }
  return copyByCommand(text, doc)
}

function copyByCommand(text: string, doc: Document): boolean {
  const view = doc.defaultView
  const answer = (event: Event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.type === 'copy') (event as ClipboardEvent).clipboardData?.setData('text/plain', text)
  }
  for (const type of ['beforecopy', 'copy']) view?.addEventListener(type, answer, { capture: true })
  try {
    return doc.execCommand('copy')
  } finally {
    for (const type of ['beforecopy', 'copy']) view?.removeEventListener(type, answer, { capture: true })
  }
}

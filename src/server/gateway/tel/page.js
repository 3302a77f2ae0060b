// In the browser, on the server's page for telephone links. It dials nothing itself: the extension takes the page over.
{
  const english = {
    opening: 'Opening the Trubka panel…',
    late: 'The extension does not answer. Dial the number by hand and check:',
    lateRecording: 'The extension does not answer. To listen to the recording, check:',
    installed: 'Trubka is installed in this browser and connected to this server.',
    allowed: 'In the settings of Trubka, “Open tel: links in Trubka” has been pressed.',
    title: 'Call by tel: links of other programs',
    about: 'The thin client of 1C and mail programs call by tel: and sip: links. The browser will open them in Trubka.',
    tel: 'Open tel: links',
    sip: 'Open sip: links',
    asked: 'Answer the browser’s question beside the address bar.',
    refused: 'The browser does not allow this. Open the page at its https:// address, or ask your administrator.',
    next: 'Next',
    allow: 'In the settings of Trubka press “Open tel: links in Trubka”, if you have not yet.',
    system: 'Make this browser the program for tel: links. In Windows: Settings, Apps, Default apps.',
    check: 'Try it: call 100',
  }
  /** What an extension that is there takes at most to take over. */
  const LATE_MS = 4000
  const byId = (id) => document.getElementById(id)
  const show = (id, shown = true) => byId(id).toggleAttribute('hidden', !shown)

  if (!navigator.language.toLowerCase().startsWith('ru')) {
    document.documentElement.lang = 'en'
    for (const element of document.querySelectorAll('[data-words]'))
      element.textContent = english[element.dataset.words]
  }
  const call = new URLSearchParams(location.search).get('call')
  if (call === null) show('setup')
  else {
    const isRecording = call.startsWith('recording:')
    // Shown as text, whatever it is.
    byId('number').textContent = isRecording ? '' : call.slice(0, 100)
    show('late-number', !isRecording)
    show('late-recording', isRecording)
    show('call')
    setTimeout(() => show('late'), LATE_MS)
  }
  const register = (scheme) => {
    try {
      navigator.registerProtocolHandler(scheme, `${location.origin}${location.pathname}?call=%s`)
      return true
    } catch {
      return false
    }
  }
  for (const button of document.querySelectorAll('[data-scheme]')) {
    button.addEventListener('click', () => {
      const asked = register(button.dataset.scheme)
      show('asked', asked)
      show('refused', !asked)
    })
  }
}

import { append, el } from './dom.ts'
import type { DropList } from './drop-list.ts'
import { words } from './words.ts'

/** The frame around the forms: caption bar, sections, tabs, pages (WEBCLIENT 1.1). */
export function buildShell(drop: DropList, openList: () => void): { pages: HTMLElement; tabs: HTMLElement } {
  const tabs = el('div', { id: 'openedCell_itemBox_0' })
  const pages = el('div', { id: 'pages_container' })
  const command = el('div', { id: 'cmd_0_0_txt', class: 'functionItemBox' }, words.clients)
  command.addEventListener('click', (event) => {
    if (event.isTrusted) openList()
  })
  const theme = (n: number, name: string, selected: boolean) =>
    el(
      'div',
      { id: `themesCell_theme_${n}`, class: selected ? 'themeBox select' : 'themeBox' },
      el('div', { class: 'themeBoxName' }, name),
    )
  append(
    document.body,
    el(
      'div',
      { id: 'captionbar', class: 'captionbar ePrimaryBack' },
      el('div', { id: 'captionbarLogo' }),
      el('div', { id: 'captionbarFunction' }),
      el('div', { id: 'captionbarTitle' }, '1С:CRM (учебная база)'),
      el(
        'label',
        { id: 'captionbarField', class: 'field' },
        el('input', { id: 'captionbarField_i0', class: 'editInput', type: 'text' }),
      ),
      el('div', { id: 'captionbarNotifications' }),
      el('div', { id: 'captionbarHistory' }),
      el('div', { id: 'captionbarFavorite' }),
      el('div', { id: 'captionbarMore' }),
    ),
    el('div', { id: 'headerLine' }),
    el(
      'div',
      { id: 'themesCell' },
      el('div', { id: 'themesCellLimiter' }),
      theme(0, 'CRM', true),
      el('div', { id: 'funcPanel_container' }, command),
      theme(1, 'Продажи', false),
    ),
    el('div', { id: 'openedCell_cont' }, tabs),
    pages,
    // Dialogs of the past leave theirs behind, hidden, with the same id.
    el('div', { id: 'modalSurface', class: 'surfaceBlack', style: 'display:none' }),
    el('div', { id: 'notificationArea' }),
    drop.element,
  )
  return { pages, tabs }
}

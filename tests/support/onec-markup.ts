// Markup of 1C's web client as the stand does not draw it: other platforms, other forms. For `stand.webClient.place`.

/** Absolutely placed, as everything of 1C's is. */
export const at = (left: number, top: number, width: number, height = 20, more = ''): string =>
  `style="position:absolute;left:${left}px;top:${top}px;width:${width}px;height:${height}px;box-sizing:border-box;${more}"`

/** A client with these pages and windows. */
export const client = (...pages: string[]): string => `<!doctype html><meta charset="utf-8">
<style>body { margin: 0 } table { border-spacing: 0; table-layout: fixed; white-space: nowrap }</style>
<div id="captionbar"></div>
<div id="pages_container" style="position:relative;width:1200px;height:800px">${pages.join('')}</div>`

const header = (prefix: string, caption: string): string =>
  `<div class="toplineBox" data-title="${caption}" style="height:30px">
    <div id="${prefix}headerTopLine_title" class="toplineBoxTitle" title="${caption}"></div></div>`

export type PageOptions = { caption?: string; style?: string }

export const page = (
  number: number,
  form: number,
  inner: string,
  { caption = 'Ромашка (Клиент)', style = '' }: PageOptions = {},
): string =>
  `<div id="page${number}" style="${style}">${header(`VW_page${number}`, caption)}
    <div id="form${form}_container" ${at(0, 30, 1200, 760)}>${inner}</div></div>`

export type WindowOptions = {
  left?: number
  top?: number
  width?: number
  height?: number
  style?: string
  prefix?: string
}

/** Floats over page 1; a higher level lies above a lower one. */
export function floating(level: number, form: number, inner: string, options: WindowOptions = {}): string {
  const { left = 0, top = 30, width = 500, height = 300, style = '', prefix = `VW_page1ps${level}` } = options
  return `<div id="${prefix}win" class="cloud" ${at(left, top, width, height, `background:#fff;${style}`)}>
    ${header(prefix, 'Василёк (Клиент)')}
    <div id="form${form}_container" ${at(0, 30, width, height - 30, 'overflow:hidden')}>${inner}</div></div>`
}

export type FieldOptions = { top?: number; left?: number; attributes?: string; style?: string; buttons?: number }

/** A field with its title, as 1C draws it. */
export function field(form: number, name: string, caption: string, value: string, options: FieldOptions = {}): string {
  const { top = 0, left = 0, attributes = '', style = '', buttons = 0 } = options
  const id = `form${form}_${name}`
  const own = Array.from(
    { length: buttons },
    (_, each) => `<span class="btn" id="${id}_B${each}" ${at(242 - 18 * each, 0, 18)}></span>`,
  )
  const title = `<div id="${id}#title_div" ${at(left, top, 120)}><div id="${id}#title_text">
      <label class="ellipsis" for="${id}_i0">${caption}</label></div></div>`
  return `${caption === '' ? '' : title}<div id="${id}_div" ${at(left + 120, top, 260, 20, style)}>
    <label id="${id}" class="field" style="display:block"><div class="inputsBox">
      <input class="editInput" id="${id}_i0" value="${value}" ${attributes} style="width:260px;height:20px;box-sizing:border-box">
    </div>${own.join('')}</label></div>`
}

/** Neither `display:none` nor `visibility:hidden`, it and all around it. */
export const isVisible = (element: Element): boolean =>
  element.checkVisibility({ checkVisibilityCSS: true, visibilityProperty: true })

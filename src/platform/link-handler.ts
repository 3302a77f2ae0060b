/**
 * Firefox lets an extension take telephone links itself (manifest.json, `protocol_handlers`). None is documented
 * for Chromium; there the server's page is registered, and hands the link over.
 */
export const takesLinksItself = __TARGET__ === 'firefox'

/**
 * Latin, Greek and Cyrillic letters, for a class in a regular expression. `\p{L}` knows the letters of all scripts, and
 * takes a browser a millisecond in each expression that it meets for the first time: where a page waits for that, too long.
 */
export const LETTERS = String.raw`A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u052f`
export const LETTER = `[${LETTERS}]`

import { existsSync } from 'node:fs'
import { installed, onPath } from './debian.mjs'

/**
 * Google Chrome itself is not among them: since version 137 it ignores `--load-extension`, and so cannot be driven.
 */
const BROWSERS = {
  chromium: {
    variable: 'CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'chromium-freeworld'],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      `${process.env.LOCALAPPDATA}\\Chromium\\Application\\chrome.exe`,
    ],
    debian: 'chromium',
  },
  firefox: {
    variable: 'FIREFOX',
    programs: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
    debian: 'firefox-esr',
  },
}

/**
 * Where the browser is, installed first where that may be done (Debian and its kin, as root).
 * `{ path }`, or `{ missing }`: one line that says what to do.
 */
export async function ensureBrowser(name) {
  const browser = BROWSERS[name]
  const there = find(browser)
  if (there) return { path: there }
  if (await installed(browser.debian)) {
    const path = find(browser)
    if (path) return { path }
  }
  const how = onPath('apt-get') ? `sudo apt-get install ${browser.debian}` : `install it`
  return { missing: `No ${name} found: ${how}, or name the program in the variable ${browser.variable}.` }
}

/** A sound server that needs no sound card, for Firefox to be heard; without one that is not tried. */
export async function ensureSoundServer() {
  if (!onPath('pulseaudio')) await installed('pulseaudio')
}

function find({ variable, programs, places }) {
  const named = process.env[variable]
  if (named) return existsSync(named) ? named : undefined
  return programs.map(onPath).find(Boolean) ?? places.find((place) => existsSync(place))
}

import { installAsterisk } from '../../stand/asterisk/install.ts'
import { AsteriskUnavailable } from '../../stand/asterisk/unavailable.ts'
import { openAsteriskLab } from './asterisk-lab.ts'
import type { PhoneLab } from './phone-lab.ts'
import { openStandLab } from './stand-lab.ts'

export const pbxAskedFor = (): 'stand' | 'asterisk' => (process.env.PBX === 'asterisk' ? 'asterisk' : 'stand')

/** The PBX that the environment asks for: `PBX=stand` or `PBX=asterisk`. */
export function openLab(): Promise<PhoneLab> {
  return pbxAskedFor() === 'asterisk' ? openAsteriskLab() : openStandLab()
}

/**
 * One line that says what is missing for this PBX, and how to get it; null when it is there. Installs it
 * first, where that may be done.
 */
export async function missingFor(pbx: 'stand' | 'asterisk'): Promise<string | null> {
  if (pbx === 'stand') return null
  try {
    await installAsterisk()
    return null
  } catch (error) {
    if (error instanceof AsteriskUnavailable) return error.message
    throw error
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAsteriskLab } from './asterisk-lab.ts'
import { pbxAskedFor } from './lab.ts'
import type { PhoneLab } from './phone-lab.ts'
import { openStandLab } from './stand-lab.ts'

/** The PBX that the environment asks for, which writes down its calls. */
export type RecordedLab = { lab: PhoneLab; callRecords: string; close(): Promise<void> }

export async function openRecordedLab(): Promise<RecordedLab> {
  if (pbxAskedFor() === 'asterisk') {
    const lab = await openAsteriskLab({ recordsCalls: true })
    return { lab, callRecords: lab.asterisk.callRecords, close: () => lab.close() }
  }
  const folder = await mkdtemp(join(tmpdir(), 'trubka-call-records-'))
  const callRecords = join(folder, 'trubka.csv')
  const lab = await openStandLab({ callRecords })
  return {
    lab,
    callRecords,
    close: async () => {
      await lab.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

import { openPausable, type Pausable } from './pausable.ts'
import { type Site, Switchboard } from './site.ts'

/** Runs `scenario` with a server of its own, whose line to the PBX can be held still and cut; the site's is away meanwhile. */
export async function overPausableLine(
  site: Site,
  scenario: (over: { line: Pausable; board: Switchboard }) => Promise<void>,
): Promise<void> {
  const { lab } = site
  await site.board.pbx.stop()
  const line = await openPausable(lab.ami)
  const board = new Switchboard({ ...lab.ami, host: line.host, port: line.port })
  await board.start(lab)
  try {
    await scenario({ line, board })
  } finally {
    await board.stop()
    await line.close()
    await site.board.start(lab)
  }
}

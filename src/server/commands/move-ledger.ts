import { pino } from 'pino'
import type { Config } from '../config/schema.ts'
import { copyKept } from '../kept/kept.ts'
import { copyLedger, countLedger, OtherLedger } from '../ledger/copy.ts'
import { FolderLocked } from '../ledger/local/lock.ts'
import { openHere, openThere, type Store } from '../open-store.ts'
import { Undo } from '../undo.ts'
import { no, type Outcome, yes } from './ask.ts'

const TELL_EVERY = 10_000

/**
 * Copies the ledger, and what else must not be lost, from the data folder to NATS, or back, while the server is down. What it was copied from stays as it
 * is; a copy that was broken off is gone on with.
 */
export async function moveLedger(config: Config, to: 'nats' | 'disk'): Promise<Outcome> {
  const { data, nats } = config
  if (nats === undefined) return no('the settings name no NATS: nats.servers in trubka.json, see docs/scale.md')
  const logger = pino({ level: 'silent' })
  const undo = new Undo()
  try {
    const here = await openHere(data, logger, undo)
    const there = await openThere(nats, logger, undo)
    return to === 'nats' ? await copied(here, there) : await copied(there, here)
  } catch (error) {
    if (error instanceof FolderLocked) return no('the server is running; stop it first, so that nothing is left behind')
    if (error instanceof OtherLedger)
      return no(`the other ledger ${error.message}; name an empty one (nats.stream), or move its folder away`)
    throw error
  } finally {
    await undo.all(logger)
  }
}

async function copied(source: Store, target: Store): Promise<Outcome> {
  const [from, to] = [source.ledger, target.ledger]
  let told = 0
  await copyLedger(from, to, (done, of) => {
    if (done < told + TELL_EVERY && done < of) return
    told = done
    process.stderr.write(`${done} of ${of} records\n`)
  })
  const [before, after] = [await countLedger(from), await countLedger(to)]
  await copyKept(source.keep, target.keep)
  const holes = (after.get('record.missing') ?? 0) - (before.get('record.missing') ?? 0)
  for (const [type, count] of before)
    if (type !== 'record.missing' && after.get(type) !== count)
      return no(`of ${type} there are ${after.get(type) ?? 0} records instead of ${count}: go on with the old ledger`)
  const counted = `${to.last} records were copied and counted`
  return yes(holes > 0 ? `${counted}; ${holes} numbers of lost records are kept free` : counted)
}

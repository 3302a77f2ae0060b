import type { FileReport } from './file-report.ts'
import type { RulesFile } from './rules-file.ts'

type Late = {
  /** When an edit by somebody else was last read, by the clock of `performance`. */
  editedAt: number
  report: FileReport
  /** Takes also what may not be all, one edit after the other: reads the file that an edit was put into. */
  putAlso?: () => Promise<void>
}

/**
 * What was written into a file that ours has replaced is put where it was meant to be, to be read like any other edit; true =
 * the file is to be looked at again soon. A text that would undo somebody else's edit is kept beside the file.
 */
export async function takeLateEdits(file: RulesFile, { editedAt, report, putAlso }: Late): Promise<boolean> {
  const { edits, unsettled } = await file.lateEdits(putAlso !== undefined)
  for (const edit of edits) {
    if (!edit.appended && edit.since <= editedAt) {
      report.keptAside(await file.keepLate(edit))
      edit.done()
      continue
    }
    // Whoever has changed the file meanwhile comes first.
    if (!(await file.putLate(edit))) return true
    report.putLate(file.path)
    edit.done()
    if (putAlso === undefined) return true
    await putAlso()
  }
  return unsettled
}

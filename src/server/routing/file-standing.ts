import type { Checkpoint } from './checkpoint.ts'
import type { FileReport } from './file-report.ts'
import type { Layers } from './layers.ts'
import type { Recent } from './recent.ts'
import type { RecordOfRules } from './record-of-rules.ts'
import type { RulesFile } from './rules-file.ts'

/** How far a base's file and its rules have come in the ledger. */
export class Standing {
  /** The last of the ledger's records that the file holds. */
  held = 0
  /** The last that the rules have taken. */
  taken = 0
  /** The ledger's last when the file was opened: a stamp beyond all that we know of is of another ledger. */
  ledgerLast = 0
  /** Whoever has a text of this version of the file, or a later one, has seen all that it holds. */
  stamp = 0
  /** The file has to be written although nothing changed. */
  mustWrite = false
  /** When an edit by somebody else was last read, by the clock of `performance`. */
  editedAt = 0

  take(seq: number): void {
    this.taken = Math.max(this.taken, seq)
  }

  leave(): void {
    this.held = 0
    this.taken = 0
    this.stamp = 0
    this.mustWrite = false
  }
}

/** A base's rules and their file, for those who bring the one into the other. */
export type FileParts = {
  base: string
  checkpoint: Checkpoint
  file: RulesFile
  rules: Layers
  recent: Recent
  /** Its records after `after` up to `to`, out of the ledger. */
  written: (after: number, to: number) => AsyncIterable<RecordOfRules>
  /**
   * Does it when no record is half taken: a file with a part of a record could neither say that it holds the record nor
   * that it does not.
   */
  betweenRecords: <T>(work: () => T) => Promise<T>
  report: FileReport
  standing: Standing
}

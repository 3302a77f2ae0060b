import type Database from 'better-sqlite3'

/**
 * Brings a file to the newest form. One step a version, in order.
 * @throws when it was made by a newer program, or is damaged
 */
export function migrate(db: Database.Database, steps: readonly string[]): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > steps.length) throw new Error(`the file is of version ${version}, newer than ${steps.length}`)
  for (const [i, step] of steps.entries()) {
    if (i < version) continue
    db.transaction(() => {
      db.exec(step)
      db.pragma(`user_version = ${i + 1}`)
    })()
  }
}

/**
 * One a version, in order; what has been released is never changed, a new one is added. One that needs what was not kept
 * before empties the tables and `place`: the ledger is then read from its beginning.
 *
 * `sides` holds, for each call, every phone of ours that had to do with it: a call that rang at five phones has five. A
 * number stands in `numbers` once, with the words by which 1C knows who has it. `party` is the other side, as that phone had it.
 */
export const STEPS: readonly string[] = [
  `
  CREATE TABLE place (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE numbers (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL DEFAULT ''
  );
  CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    started INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES numbers,
    caller TEXT,
    name TEXT NOT NULL,
    result TEXT NOT NULL,
    answered INTEGER NOT NULL,
    wait INTEGER NOT NULL,
    talk INTEGER NOT NULL,
    recording TEXT
  );
  CREATE INDEX calls_by_time ON calls (started, id);
  CREATE INDEX calls_by_number ON calls (number, started, id);
  CREATE TABLE sides (
    call INTEGER NOT NULL REFERENCES calls,
    device TEXT NOT NULL,
    started INTEGER NOT NULL,
    party INTEGER NOT NULL REFERENCES numbers,
    role INTEGER NOT NULL,
    talk INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    PRIMARY KEY (call, device)
  ) WITHOUT ROWID;
  CREATE INDEX sides_by_device ON sides (device, started, call);
  CREATE INDEX sides_missed ON sides (device, started, party, missed) WHERE missed > 0;
  CREATE INDEX sides_missed_by_party ON sides (party, started, device) WHERE missed > 0;
  CREATE TABLE marks (number INTEGER NOT NULL REFERENCES numbers, at INTEGER NOT NULL, by TEXT NOT NULL);
  CREATE INDEX marks_by_number ON marks (number, at);
  `,
]

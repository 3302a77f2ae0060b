/**
 * One a version, in order (see the journal's). A conversation of two stands in `chats` with both users, the smaller Ref_Key
 * first; that of a department with its name and nobody else. A line's number is that of its record in the ledger. `got` in
 * `marks` is not in the ledger: whoever has got a line says so again when they come back.
 */
export const STEPS: readonly string[] = [
  `
  CREATE TABLE place (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    UNIQUE (kind, one, other)
  );
  CREATE INDEX chats_by_other ON chats (kind, other);
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL REFERENCES chats,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    message TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    UNIQUE (author, message)
  );
  CREATE INDEX messages_by_chat ON messages (chat, id);
  CREATE INDEX messages_by_author ON messages (chat, author, id);
  CREATE INDEX messages_by_time ON messages (at);
  CREATE TABLE marks (
    chat INTEGER NOT NULL REFERENCES chats,
    who TEXT NOT NULL,
    read INTEGER NOT NULL,
    got INTEGER NOT NULL,
    PRIMARY KEY (chat, who)
  ) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5 (said, tokenize = 'unicode61 remove_diacritics 0');
  INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
  `,
]

-- Rounds: more time for one agency, reminders, and whether a fiche came late.
ALTER TABLE fiche ADD COLUMN late INTEGER NOT NULL DEFAULT 0;

CREATE TABLE round_extension (
  round TEXT NOT NULL REFERENCES round (id),
  agency TEXT NOT NULL REFERENCES agency (id),
  close_time INTEGER NOT NULL,
  comment TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  PRIMARY KEY (round, agency)
) STRICT, WITHOUT ROWID;

-- people: how many it went to; in an agency without anybody it reached nobody.
CREATE TABLE round_reminder (
  round TEXT NOT NULL REFERENCES round (id),
  agency TEXT NOT NULL REFERENCES agency (id),
  time INTEGER NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (round, agency, time)
) STRICT, WITHOUT ROWID;

-- What the registry reminded of by itself: once for each deadline and each number of days before it.
CREATE TABLE deadline_reminder (
  round TEXT NOT NULL REFERENCES round (id),
  agency TEXT NOT NULL REFERENCES agency (id),
  deadline INTEGER NOT NULL,
  days_before INTEGER NOT NULL,
  PRIMARY KEY (round, agency, deadline, days_before)
) STRICT, WITHOUT ROWID;

-- What people are told. A person is named by id; nothing is referred to, as a notice outlives what it tells about.
CREATE TABLE notice (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  tenant TEXT NOT NULL,
  kind INTEGER NOT NULL,
  record TEXT NOT NULL,
  author TEXT NOT NULL,
  author_display_name TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  read_time INTEGER,
  content BLOB NOT NULL
) STRICT;
CREATE INDEX notice_newest_of_person ON notice (person, create_time, id);
CREATE INDEX notice_unread_of_person ON notice (person, create_time, id) WHERE read_time IS NULL;
CREATE INDEX notice_of_author ON notice (author);

-- The mail of a notice that wants one. state: 1 waiting, 2 sent, 3 given up; next_attempt_time is there while it waits, the
-- link's path, which may let somebody in, no longer than that.
CREATE TABLE mail (
  notice TEXT NOT NULL PRIMARY KEY REFERENCES notice (id) ON DELETE CASCADE,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_time INTEGER,
  give_up_time INTEGER NOT NULL,
  link_path TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_due ON mail (next_attempt_time, notice);

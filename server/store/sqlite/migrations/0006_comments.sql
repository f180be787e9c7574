-- What is said about a fiche. thread: the id of the thread's first comment, its own for that; threads stand in the order of
-- thread_time, comments in a thread in that of number. audience: 1 the agency, 2 the secretariat too. author_kind as
-- fiche_revision.principal_kind; 0 and author_text for what came with a document. source: a hash of what came with a document,
-- so that it does not come twice. resolve_time and those after it are of a thread's first comment.
CREATE TABLE comment (
  agency TEXT NOT NULL,
  fiche TEXT NOT NULL,
  id TEXT NOT NULL,
  thread TEXT NOT NULL,
  thread_time INTEGER NOT NULL,
  number INTEGER NOT NULL,
  audience INTEGER NOT NULL,
  path TEXT NOT NULL,
  quoted TEXT NOT NULL,
  author_kind INTEGER NOT NULL,
  author_tenant TEXT NOT NULL,
  author TEXT NOT NULL,
  author_text TEXT NOT NULL,
  text TEXT NOT NULL,
  fiche_revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  document_time INTEGER,
  edit_time INTEGER,
  deleted INTEGER NOT NULL,
  source BLOB,
  resolve_time INTEGER,
  resolver_kind INTEGER NOT NULL,
  resolver_tenant TEXT NOT NULL,
  resolver TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (agency, fiche, id),
  UNIQUE (agency, fiche, thread_time, thread, number),
  FOREIGN KEY (agency, fiche) REFERENCES fiche (agency, id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX comment_of_source ON comment (agency, fiche, source) WHERE source IS NOT NULL;
CREATE INDEX comment_of_thread ON comment (agency, fiche, thread, number);

-- What a person does not want as mail too: a row for each kind of notice.
CREATE TABLE unwanted_mail (
  person TEXT NOT NULL,
  kind INTEGER NOT NULL,
  PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;

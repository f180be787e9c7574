-- Who may hold keys and requests: the secretariat and every agency.
CREATE TABLE tenant (
  id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO tenant (id) VALUES ('secretariat');

CREATE TABLE agency (
  id TEXT NOT NULL PRIMARY KEY REFERENCES tenant (id),
  revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE api_key (
  tenant TEXT NOT NULL REFERENCES tenant (id),
  id TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  revoke_time INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT;
CREATE INDEX api_key_newest ON api_key (tenant, create_time, id);

CREATE TABLE round (
  id TEXT NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;
CREATE INDEX round_newest ON round (create_time, id);

CREATE TABLE fiche (
  agency TEXT NOT NULL REFERENCES agency (id),
  id TEXT NOT NULL,
  round TEXT NOT NULL REFERENCES round (id),
  state INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  submit_time INTEGER,
  return_comment TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (agency, id),
  UNIQUE (agency, round)
) STRICT;
CREATE INDEX fiche_newest ON fiche (create_time, id);
CREATE INDEX fiche_newest_of_agency ON fiche (agency, create_time, id);
CREATE INDEX fiche_newest_of_round ON fiche (round, create_time, id);
CREATE INDEX fiche_newest_of_state ON fiche (state, create_time, id);

CREATE TABLE attachment (
  agency TEXT NOT NULL,
  fiche TEXT NOT NULL,
  id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  hash BLOB NOT NULL,
  create_time INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (agency, fiche, id),
  FOREIGN KEY (agency, fiche) REFERENCES fiche (agency, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE initiative (
  id TEXT NOT NULL PRIMARY KEY,
  agency TEXT NOT NULL,
  country TEXT NOT NULL,
  fiche TEXT NOT NULL,
  round TEXT NOT NULL REFERENCES round (id),
  decision INTEGER NOT NULL,
  exclusion_reasons INTEGER NOT NULL,
  visibility INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  content BLOB NOT NULL,
  FOREIGN KEY (agency, fiche) REFERENCES fiche (agency, id)
) STRICT;
CREATE INDEX initiative_of_fiche ON initiative (agency, fiche);

-- kind: 1 fiche, 2 initiative.
CREATE TABLE contact (
  kind INTEGER NOT NULL,
  record TEXT NOT NULL,
  path TEXT NOT NULL,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  PRIMARY KEY (kind, record, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
  tenant TEXT NOT NULL REFERENCES tenant (id),
  id TEXT NOT NULL,
  hash BLOB NOT NULL,
  resource TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_oldest ON request (create_time);

CREATE TABLE change (
  initiative TEXT NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- One row for each run of numbers that must rise in the order of commits.
CREATE TABLE sequencer (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sequencer (name, value) VALUES ('change', 0);

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

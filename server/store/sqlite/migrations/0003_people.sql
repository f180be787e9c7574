-- People, their memberships and sessions; keys with a role and an end; every step in the life of a fiche.
CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  -- NULL until the first invitation is accepted.
  password TEXT,
  create_time INTEGER NOT NULL
) STRICT;

-- roles: a bit for each, by its number. state: 1 invited, 2 active, 3 ended; what an ended one did still says who did it.
CREATE TABLE member (
  tenant TEXT NOT NULL REFERENCES tenant (id),
  id TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  display_name TEXT NOT NULL,
  language TEXT NOT NULL,
  roles INTEGER NOT NULL,
  state INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  PRIMARY KEY (tenant, id),
  UNIQUE (person, tenant)
) STRICT;

CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  member TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  client TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  expire_time INTEGER NOT NULL,
  last_use_time INTEGER NOT NULL,
  FOREIGN KEY (tenant, member) REFERENCES member (tenant, id)
) STRICT;
CREATE INDEX session_newest_of_person ON session (person, create_time, id);
CREATE INDEX session_of_member ON session (tenant, member);
CREATE INDEX session_expired ON session (expire_time);

-- One for each kind and subject: a new one replaces the one before. kind: 1 invitation (subject a member), 2 recovery
-- (subject a person), 3 validation of a fiche (subject a fiche). note: for 3, what the history is to say of it.
CREATE TABLE one_use_token (
  kind INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  subject TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  note BLOB NOT NULL,
  expire_time INTEGER NOT NULL,
  PRIMARY KEY (kind, tenant, subject)
) STRICT;
CREATE INDEX one_use_token_of_subject ON one_use_token (subject, kind);
CREATE INDEX one_use_token_expired ON one_use_token (expire_time);

ALTER TABLE api_key ADD COLUMN roles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN expire_time INTEGER;
ALTER TABLE api_key ADD COLUMN last_use_time INTEGER;
-- An editor's in an agency, an administrator's at the secretariat: what they could do until now.
UPDATE api_key SET roles = CASE WHEN tenant = 'secretariat' THEN 16 ELSE 4 END;

-- content: only where it changed. principal_kind: 1 person, 2 program, 3 link; 0 not known.
CREATE TABLE fiche_revision (
  agency TEXT NOT NULL,
  fiche TEXT NOT NULL,
  revision INTEGER NOT NULL,
  verb INTEGER NOT NULL,
  state INTEGER NOT NULL,
  validation INTEGER NOT NULL,
  time INTEGER NOT NULL,
  principal_kind INTEGER NOT NULL,
  principal_tenant TEXT NOT NULL,
  principal TEXT NOT NULL,
  comment TEXT NOT NULL,
  content BLOB,
  PRIMARY KEY (agency, fiche, revision),
  FOREIGN KEY (agency, fiche) REFERENCES fiche (agency, id) ON DELETE CASCADE
) STRICT;
INSERT INTO fiche_revision (agency, fiche, revision, verb, state, validation, time, principal_kind, principal_tenant, principal, comment, content)
  SELECT agency, id, revision, 0, state, 0, update_time, 0, '', '', '', content FROM fiche;
-- contact.kind 3: of a fiche's revision, `fiche/revision`.
INSERT INTO contact (kind, record, path, display_name, email)
  SELECT 3, contact.record || '/' || fiche.revision, contact.path, contact.display_name, contact.email
  FROM contact JOIN fiche ON fiche.id = contact.record WHERE contact.kind = 1;

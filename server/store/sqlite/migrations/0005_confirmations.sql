-- The country of an agency, also outside its content: who is asked to confirm is found by it. 1A 02 is the key of
-- Agency.country_code with the length of its value; no text of an agency holds such characters.
ALTER TABLE agency ADD COLUMN country TEXT NOT NULL DEFAULT '';
UPDATE agency SET country = CAST(substr(content, instr(content, X'1A02') + 2, 2) AS TEXT) WHERE instr(content, X'1A02') > 0;
CREATE INDEX agency_of_country ON agency (country);

-- What the reporting agency and the named countries answered; NULL before. An Initiative with nothing else.
ALTER TABLE initiative ADD COLUMN answers BLOB;

-- Of a decision and an answer to one: which initiative, and the decision.
ALTER TABLE fiche_revision ADD COLUMN initiative TEXT NOT NULL DEFAULT '';
ALTER TABLE fiche_revision ADD COLUMN decision INTEGER NOT NULL DEFAULT 0;

-- Of an answer, whether the agency agreed; NULL for other steps and for what was answered before.
ALTER TABLE fiche_revision ADD COLUMN agrees INTEGER;

-- Of a submission, whether it made the fiche late; the first one did. Verb 6 is SUBMIT.
ALTER TABLE fiche_revision ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
UPDATE fiche_revision SET late = 1 WHERE verb = 6
  AND EXISTS (SELECT 1 FROM fiche WHERE fiche.agency = fiche_revision.agency AND fiche.id = fiche_revision.fiche AND fiche.late = 1)
  AND NOT EXISTS (SELECT 1 FROM fiche_revision AS before WHERE before.agency = fiche_revision.agency
    AND before.fiche = fiche_revision.fiche AND before.verb = 6 AND before.revision < fiche_revision.revision);

-- Whether the fiche was imported from the document: then it is no signed one. Verb 3 is IMPORT, in whose transaction it came.
ALTER TABLE attachment ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
UPDATE attachment SET imported = 1 WHERE EXISTS (SELECT 1 FROM fiche_revision WHERE fiche_revision.agency = attachment.agency
  AND fiche_revision.fiche = attachment.fiche AND fiche_revision.verb = 3 AND fiche_revision.time = attachment.create_time);

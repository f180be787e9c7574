-- A change lies where its number says, so that recording one writes at the end of the table and nowhere in its middle; the
-- initiative knows the number of its latest.
ALTER TABLE initiative ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
UPDATE initiative SET change = (SELECT sequence FROM change WHERE change.initiative = initiative.id);
CREATE TABLE change_in_order (
  sequence INTEGER NOT NULL PRIMARY KEY,
  initiative TEXT NOT NULL
) STRICT;
INSERT INTO change_in_order (sequence, initiative) SELECT sequence, initiative FROM change ORDER BY sequence;
DROP TABLE change;
ALTER TABLE change_in_order RENAME TO change;

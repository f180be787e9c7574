-- As a member of which tenant its reader was told; empty for what concerns the person alone: an invitation, a recovery, a link. Of
-- older notices it is told by their records, where the reader is or was a member, and left empty where they do not tell it.
ALTER TABLE notice ADD COLUMN reader_tenant TEXT NOT NULL DEFAULT '';
-- Fiches and comments: the fiche's agency, or the secretariat, whose people are told of comments too.
UPDATE notice SET reader_tenant = COALESCE(
  (SELECT tenant FROM member WHERE member.person = notice.person
    AND tenant = substr(record, 10, instr(substr(record, 10), '/') - 1)),
  (SELECT tenant FROM member WHERE member.person = notice.person AND tenant = 'secretariat'), '')
  WHERE record GLOB 'agencies/*/fiches/*';
-- Initiatives: the secretariat hears of answers to decisions (10), the reporting agency of confirmations (11), both of objections (12).
UPDATE notice SET reader_tenant = COALESCE(
  (SELECT tenant FROM member WHERE member.person = notice.person AND kind <> 10
    AND tenant = (SELECT agency FROM initiative WHERE id = substr(record, 13))),
  (SELECT tenant FROM member WHERE member.person = notice.person AND tenant = 'secretariat'), '')
  WHERE record GLOB 'initiatives/*' AND kind IN (10, 11, 12);
-- Confirmations: an agency of the country at the end of the record's name.
UPDATE notice SET reader_tenant = COALESCE(
  (SELECT tenant FROM member JOIN agency ON agency.id = tenant WHERE member.person = notice.person
    AND country = substr(record, -2) ORDER BY state = 2 DESC, tenant LIMIT 1), '')
  WHERE record GLOB 'initiatives/*/confirmations/*' AND kind = 5;

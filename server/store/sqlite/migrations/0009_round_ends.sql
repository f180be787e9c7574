-- When a round ends, also outside its content; NULL for never: what is reminded of is found by it. Of rounds that were written before
-- it is the largest number, so that they are looked at until they are written again.
ALTER TABLE round ADD COLUMN close_time INTEGER;
UPDATE round SET close_time = 9223372036854775807;
CREATE INDEX round_end ON round (close_time);
CREATE INDEX round_extension_end ON round_extension (close_time);

-- The oldest version of the program that may still run on this schema: a step that only adds leaves it as it is, one that
-- takes something away raises it. So a process of the version before goes on, and starts again, while others are newer.
INSERT INTO meta VALUES ('fits', 7);
UPDATE meta SET value = 7 WHERE name = 'schema';

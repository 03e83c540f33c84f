-- When a record was made one with another: what was agreed before holds for what was known before, and no more.
ALTER TABLE patient ADD COLUMN joined_at INTEGER;
UPDATE meta SET value = 3 WHERE name = 'schema';

-- Erasure: a person's keys are destroyed; a legal hold forbids it while it lasts.
ALTER TABLE patient ADD COLUMN erased_at INTEGER;
CREATE TABLE legal_hold (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, reason TEXT NOT NULL, placed_by TEXT NOT NULL,
    placed_at INTEGER NOT NULL, released_by TEXT, released_at INTEGER);
CREATE INDEX legal_hold_patient ON legal_hold (patient) WHERE released_at IS NULL;
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, keys TEXT NOT NULL, reason TEXT NOT NULL, ordered_by TEXT NOT NULL,
    ordered_at INTEGER NOT NULL, done_at INTEGER);
CREATE INDEX message_of_nobody ON message (id) WHERE patient IS NULL AND raw_sealed IS NOT NULL;
INSERT INTO retention VALUES ('legal_hold', 7300, 'released_at'), ('erasure', 7300, 'done_at');
UPDATE meta SET value = 4 WHERE name = 'schema';

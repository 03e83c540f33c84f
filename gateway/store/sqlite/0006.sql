-- What named people record of how somebody's information may be used; what staff ask of a clinical team; what an officer
-- looks at afterwards: permits that serve whoever wrote them down, and broken glass.
CREATE TABLE circumstance (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, item TEXT NOT NULL,
    service TEXT NOT NULL, person TEXT NOT NULL, key_id INTEGER NOT NULL, reason_sealed BLOB NOT NULL,
    since INTEGER NOT NULL, until INTEGER);
CREATE INDEX circumstance_patient ON circumstance (patient);
CREATE TABLE request (
    id INTEGER PRIMARY KEY, patient INTEGER, service TEXT NOT NULL, person TEXT NOT NULL, team TEXT NOT NULL,
    ground TEXT NOT NULL, key_id INTEGER NOT NULL, reason_sealed BLOB NOT NULL, asked_at INTEGER NOT NULL,
    answered_at INTEGER, answered_by TEXT, answer TEXT, until INTEGER);
CREATE INDEX request_open ON request (team, id) WHERE answered_at IS NULL;
CREATE INDEX request_patient ON request (patient) WHERE patient IS NOT NULL;
CREATE TABLE review (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, service TEXT NOT NULL,
    person TEXT NOT NULL, since INTEGER NOT NULL, sampled INTEGER NOT NULL, done_at INTEGER, done_by TEXT, finding TEXT);
CREATE INDEX review_open ON review (id) WHERE done_at IS NULL;
CREATE INDEX review_patient ON review (patient);
ALTER TABLE override ADD COLUMN released_by TEXT;
CREATE INDEX audit_patient ON audit (patient) WHERE patient IS NOT NULL;
INSERT INTO retention VALUES ('circumstance', 7300, 'until'), ('request', 2920, 'asked_at'), ('review', 2920, 'done_at');
UPDATE meta SET value = 6 WHERE name = 'schema';

-- What is looked for has an index, so that a look costs the same however much is on record.
CREATE INDEX patient_joined ON patient (joined_to, joined_at) WHERE joined_to IS NOT NULL;
CREATE INDEX event_waiting ON event (id) WHERE routed = 0;
CREATE INDEX lane_patient ON lane (patient);
CREATE INDEX timer_patient ON timer (patient);
CREATE INDEX delivery_gathered ON delivery (reason) WHERE state = 'superseded';
CREATE INDEX message_kept ON message (received_at) WHERE raw_sealed IS NOT NULL;
CREATE INDEX message_source ON message (source, id);
CREATE INDEX review_recent ON review (service, kind, since);

-- A row of these is far longer than a quarter of a page: without a row id each took a page of its own, two thirds empty.
CREATE TABLE version_rows (
    resource INTEGER NOT NULL, number INTEGER NOT NULL, key_id INTEGER NOT NULL, message BLOB NOT NULL,
    body_sealed BLOB NOT NULL, label_sealed BLOB NOT NULL, label_version TEXT NOT NULL, stored_at INTEGER NOT NULL,
    PRIMARY KEY (resource, number));
INSERT INTO version_rows SELECT * FROM version;
DROP TABLE version;
ALTER TABLE version_rows RENAME TO version;
CREATE TABLE audit_rows (
    writer TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL,
    outcome TEXT NOT NULL, event_id BLOB, patient INTEGER, key_id INTEGER, detail_sealed BLOB NOT NULL,
    previous BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (writer, number));
INSERT INTO audit_rows SELECT * FROM audit;
DROP TABLE audit;
ALTER TABLE audit_rows RENAME TO audit;
CREATE INDEX audit_event ON audit (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX audit_patient ON audit (patient) WHERE patient IS NOT NULL;
UPDATE meta SET value = 9 WHERE name = 'schema';

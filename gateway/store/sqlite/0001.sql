-- Everything that the gateway remembers, in SQLite. Instants are microseconds since 1970 UTC; sealed columns end in
-- _sealed and are AES-256-GCM under the data key named beside them. What lives how long stands in `retention`.
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('schema', 1), ('gate_epoch', 1);

CREATE TABLE retention (table_name TEXT PRIMARY KEY, keep_days INTEGER NOT NULL, counts_from TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE patient (
    id INTEGER PRIMARY KEY, key_id INTEGER NOT NULL, identity TEXT NOT NULL, candidates TEXT NOT NULL DEFAULT '[]',
    epoch INTEGER NOT NULL DEFAULT 1, seq INTEGER NOT NULL DEFAULT 0, restricted INTEGER NOT NULL DEFAULT 0,
    deceased INTEGER NOT NULL DEFAULT 0, joined_to INTEGER, created_at INTEGER NOT NULL);

CREATE TABLE patient_identifier (
    kind TEXT NOT NULL, value BLOB NOT NULL, patient INTEGER NOT NULL, PRIMARY KEY (kind, value, patient)) WITHOUT ROWID;
CREATE INDEX patient_identifier_patient ON patient_identifier (patient);

CREATE TABLE message (
    id INTEGER PRIMARY KEY, message_id BLOB NOT NULL, source TEXT NOT NULL, control_id TEXT NOT NULL, kind TEXT NOT NULL,
    adapter TEXT NOT NULL, received_at INTEGER NOT NULL, outcome TEXT NOT NULL, fate TEXT NOT NULL, patient INTEGER,
    key_id INTEGER, raw_sealed BLOB, reply_sealed BLOB, refs TEXT NOT NULL DEFAULT '{}', versions TEXT NOT NULL DEFAULT '{}',
    epoch INTEGER, issues BLOB NOT NULL, is_test INTEGER NOT NULL, trace_parent TEXT);
CREATE UNIQUE INDEX message_once ON message (message_id) WHERE outcome <> 'refused';
CREATE INDEX message_control ON message (source, control_id);
CREATE INDEX message_refused ON message (message_id) WHERE outcome = 'refused';
CREATE INDEX message_patient ON message (patient);

CREATE TABLE quarantine (
    message INTEGER PRIMARY KEY, reason TEXT NOT NULL, owner TEXT NOT NULL, since INTEGER NOT NULL, resolved_at INTEGER,
    resolved_by TEXT);
CREATE INDEX quarantine_open ON quarantine (since) WHERE resolved_at IS NULL;

CREATE TABLE resource (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, type TEXT NOT NULL, writer_key BLOB, version INTEGER NOT NULL,
    status TEXT, written_by_service TEXT, written_by_organisation TEXT, addressed_to TEXT, created_at INTEGER NOT NULL);
CREATE UNIQUE INDEX resource_writer ON resource (patient, writer_key) WHERE writer_key IS NOT NULL;
CREATE INDEX resource_patient ON resource (patient, type);
CREATE INDEX resource_inbox ON resource (addressed_to, id) WHERE type = 'ServiceRequest';

CREATE TABLE version (
    resource INTEGER NOT NULL, number INTEGER NOT NULL, key_id INTEGER NOT NULL, message BLOB NOT NULL,
    body_sealed BLOB NOT NULL, label_sealed BLOB NOT NULL, label_version TEXT NOT NULL, stored_at INTEGER NOT NULL,
    PRIMARY KEY (resource, number)) WITHOUT ROWID;

CREATE TABLE link (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, service TEXT NOT NULL, basis TEXT NOT NULL, since INTEGER NOT NULL,
    until INTEGER);
CREATE INDEX link_patient ON link (patient);

CREATE TABLE override (
    id INTEGER PRIMARY KEY, patient INTEGER NOT NULL, person TEXT NOT NULL, service TEXT NOT NULL, ground TEXT NOT NULL,
    key_id INTEGER NOT NULL, reason_sealed BLOB NOT NULL, until INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE INDEX override_patient ON override (patient);

CREATE TABLE event (
    id INTEGER PRIMARY KEY, event_id BLOB NOT NULL UNIQUE, type TEXT NOT NULL, patient INTEGER NOT NULL,
    seq INTEGER NOT NULL, focus TEXT NOT NULL, addressee TEXT, origin TEXT, occurred_at INTEGER NOT NULL,
    urgent INTEGER NOT NULL, detail BLOB NOT NULL, trace_parent TEXT, message INTEGER NOT NULL,
    created_at INTEGER NOT NULL, routed INTEGER NOT NULL DEFAULT 0, UNIQUE (patient, seq));
CREATE INDEX event_unrouted ON event (patient, seq) WHERE routed = 0;
CREATE INDEX event_message ON event (message);

CREATE TABLE lane (
    id INTEGER PRIMARY KEY, recipient TEXT NOT NULL, patient INTEGER NOT NULL, fence INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER, worker TEXT, UNIQUE (recipient, patient));
CREATE INDEX lane_due ON lane (due_at, recipient) WHERE due_at IS NOT NULL;

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY, event INTEGER NOT NULL, lane INTEGER NOT NULL, recipient TEXT NOT NULL,
    subscription TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
    first_tried_at INTEGER, next_at INTEGER, owner TEXT, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    UNIQUE (event, recipient));
CREATE INDEX delivery_open ON delivery (lane, id) WHERE state IN ('queued', 'sending', 'retrying', 'parked');

CREATE TABLE rendition (
    delivery INTEGER NOT NULL, number INTEGER NOT NULL, key_id INTEGER NOT NULL, content_type TEXT NOT NULL,
    control_id TEXT NOT NULL, body_sealed BLOB NOT NULL, basis BLOB NOT NULL, refs TEXT NOT NULL,
    PRIMARY KEY (delivery, number)) WITHOUT ROWID;

CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, delivery INTEGER NOT NULL, fence INTEGER NOT NULL, rendition INTEGER NOT NULL,
    began_at INTEGER NOT NULL, ended_at INTEGER, state TEXT, detail TEXT);
CREATE INDEX attempt_delivery ON attempt (delivery);

CREATE TABLE holder (patient INTEGER NOT NULL, service TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (patient, service))
    WITHOUT ROWID;

CREATE TABLE timer (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, patient INTEGER NOT NULL, focus TEXT NOT NULL, service TEXT NOT NULL,
    due_at INTEGER NOT NULL, leased_until INTEGER NOT NULL DEFAULT 0, worker TEXT, done INTEGER NOT NULL DEFAULT 0);
CREATE INDEX timer_due ON timer (due_at) WHERE done = 0;
CREATE INDEX timer_focus ON timer (focus) WHERE done = 0;

CREATE TABLE token_id (id TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE config (
    version INTEGER PRIMARY KEY, digest TEXT NOT NULL, toml BLOB NOT NULL, applied_by TEXT NOT NULL, applied_at INTEGER NOT NULL);

CREATE TABLE audit (
    writer TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL,
    outcome TEXT NOT NULL, event_id BLOB, patient INTEGER, key_id INTEGER, detail_sealed BLOB NOT NULL,
    previous BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (writer, number)) WITHOUT ROWID;
CREATE INDEX audit_event ON audit (event_id) WHERE event_id IS NOT NULL;

CREATE TABLE checkpoint (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, heads BLOB NOT NULL, signature BLOB NOT NULL);

INSERT INTO retention VALUES
    ('patient', 7300, 'last contact'), ('patient_identifier', 7300, 'last contact'), ('message', 7300, 'received_at'),
    ('quarantine', 365, 'resolved_at'), ('resource', 7300, 'created_at'), ('version', 7300, 'stored_at'),
    ('link', 7300, 'until'), ('override', 7300, 'created_at'), ('event', 2920, 'created_at'), ('lane', 2920, 'due_at'),
    ('delivery', 2920, 'changed_at'), ('rendition', 2920, 'delivery.changed_at'), ('attempt', 2920, 'ended_at'),
    ('holder', 7300, 'since'), ('timer', 365, 'due_at'), ('token_id', 1, 'expires_at'), ('config', 7300, 'applied_at'),
    ('audit', 7300, 'at'), ('checkpoint', 7300, 'at'), ('meta', 36500, 'birth of the file'),
    ('retention', 36500, 'birth of the file');

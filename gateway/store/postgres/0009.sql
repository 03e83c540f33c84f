-- What is looked for has an index, so that a look costs the same however much is on record.
CREATE INDEX patient_joined ON patient (joined_to, joined_at) WHERE joined_to IS NOT NULL;
CREATE INDEX event_waiting ON event (id) WHERE routed = 0;
CREATE INDEX lane_patient ON lane (patient);
CREATE INDEX timer_patient ON timer (patient);
CREATE INDEX delivery_gathered ON delivery (reason) WHERE state = 'superseded';
CREATE INDEX message_kept ON message (received_at) WHERE raw_sealed IS NOT NULL;
CREATE INDEX message_source ON message (source, id);
CREATE INDEX review_recent ON review (service, kind, since);
UPDATE meta SET value = 9 WHERE name = 'schema';

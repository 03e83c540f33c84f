-- When an event is to be put on the backbone, again if need be; it stays 0 where the table itself is the backbone.
ALTER TABLE event ADD COLUMN publish_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX event_outgoing ON event (publish_at, id) WHERE routed = 0;
UPDATE meta SET value = 2 WHERE name = 'schema';

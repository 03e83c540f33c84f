-- A timer's `done`: 0 runs, 1 is over, 2 has told that nobody opened the referral, and still nobody has.
DROP INDEX timer_focus;
CREATE INDEX timer_focus ON timer (focus) WHERE done <> 1;
CREATE INDEX timer_unopened ON timer (due_at) WHERE done = 2;
UPDATE meta SET value = 5 WHERE name = 'schema';

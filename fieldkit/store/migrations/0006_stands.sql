-- Format 6: what stands in a cell is said in the journal's own line, so that a merge writes each line once.

-- 2: stands in its cell and shows there. 1: stands beside the one that shows. 0: some other change overrules it.
ALTER TABLE change ADD COLUMN stands INTEGER NOT NULL DEFAULT 2;
UPDATE change SET stands = 0 WHERE n NOT IN (SELECT change FROM standing);
UPDATE change SET stands = 1 WHERE n IN (SELECT change FROM standing WHERE shown = 0);
DROP INDEX change_of_record;
CREATE INDEX change_of_record ON change (record, field, stands);
CREATE INDEX change_beside ON change (record, field) WHERE stands = 1;
CREATE INDEX change_deleted ON change (record) WHERE op = 'd';

DROP VIEW answer;
CREATE VIEW answer AS
SELECT r.id AS submission_id, f.name AS path, c.value AS value
FROM record r CROSS JOIN change c ON c.record = r.n CROSS JOIN field f ON f.n = c.field
WHERE r.tbl = 'answer' AND c.stands = 2 AND c.op = 's';

DROP TABLE standing;

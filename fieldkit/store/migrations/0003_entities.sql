-- Format 3: what submissions say of entities, and whether they are finished.

ALTER TABLE "submission" ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "savedentity" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    path TEXT NOT NULL,
    dataset TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    label TEXT NOT NULL,
    properties TEXT NOT NULL,
    makes INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX "ix_savedentity_interview_id" ON "savedentity" (interview_id);
CREATE INDEX "ix_savedentity_submission_id" ON "savedentity" (submission_id);

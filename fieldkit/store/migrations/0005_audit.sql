-- Format 5: the log of how questionnaires were filled.

CREATE TABLE "audit" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    text TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX "ix_audit_interview_id" ON "audit" (interview_id);
CREATE INDEX "ix_audit_submission_id" ON "audit" (submission_id);

-- Format 2: questionnaires bring files along, lists of choices first of all.

CREATE TABLE "formfile" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    form_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL
);
CREATE INDEX "ix_formfile_form_id" ON "formfile" (form_id);

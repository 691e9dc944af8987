-- The first project file, format 1. Never edited again: later versions add files beside this one.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The journal: the truth. Everything below it can be made anew from it.
CREATE TABLE change (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    writer TEXT NOT NULL,
    seq INTEGER NOT NULL,
    suffix TEXT NOT NULL,
    stamp TEXT NOT NULL,
    deed INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    row TEXT NOT NULL,
    col TEXT NOT NULL,
    op TEXT NOT NULL,
    value TEXT NOT NULL,
    saw TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 1,
    parcel INTEGER
);
CREATE INDEX change_standing ON change (row, col, tbl) WHERE head = 1;
CREATE INDEX change_of_row ON change (row);
CREATE INDEX change_of_writer ON change (writer, seq);
CREATE INDEX change_of_parcel ON change (parcel);
CREATE INDEX change_redacted ON change (parcel) WHERE op = 'x';
CREATE INDEX change_said ON change (value) WHERE col = 'interview_id';

-- Ids that some change overruled, in which field: a change may arrive after the one that overrules it.
CREATE TABLE overruled (
    id TEXT NOT NULL,
    col TEXT NOT NULL,
    PRIMARY KEY (id, col)
) WITHOUT ROWID;

-- Records to be forgotten for ever.
CREATE TABLE erased (row TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;

-- The steps of work done on this laptop, for undo. `undoes` names the deed that an undo or a redo reverses.
CREATE TABLE deed (
    n INTEGER PRIMARY KEY,
    writer TEXT NOT NULL,
    deed INTEGER NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    began TEXT NOT NULL,
    kind TEXT NOT NULL,
    undoes INTEGER
);

-- Our own sealed parcels, each a file of the shared folder: their bytes follow from this row and the changes that point at it.
CREATE TABLE parcel (
    n INTEGER PRIMARY KEY,
    writer TEXT NOT NULL,
    nonce TEXT NOT NULL,
    orig TEXT NOT NULL,
    name TEXT NOT NULL,
    app TEXT NOT NULL,
    format INTEGER NOT NULL
);

-- Files of the shared folder that are in the journal already, by the hash of their content.
CREATE TABLE admitted (sha256 TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE blob (sha256 TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL);

-- Hashes of attachments that were erased, so that their files can be taken out of the shared folder.
CREATE TABLE forgotten (sha256 TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE answer (
    submission_id TEXT NOT NULL,
    path TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (submission_id, path)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (tbl UNINDEXED, row UNINDEXED, text, tokenize = "unicode61 remove_diacritics 2");

-- The records, as the journal's standing changes show them.

CREATE TABLE "project" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    decision TEXT NOT NULL,
    data_owner TEXT NOT NULL,
    recruitment TEXT NOT NULL
);

CREATE TABLE "person" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL
);

CREATE TABLE "grouptype" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    community_of TEXT NOT NULL,
    sensitive INTEGER NOT NULL,
    pooled INTEGER NOT NULL
);

CREATE TABLE "group" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    type_id TEXT NOT NULL,
    place TEXT NOT NULL,
    size_band TEXT NOT NULL,
    sensitive INTEGER NOT NULL,
    assets TEXT NOT NULL
);

CREATE TABLE "wave" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    months INTEGER NOT NULL
);

CREATE TABLE "interview" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    group_id TEXT NOT NULL,
    wave_id TEXT NOT NULL,
    held_on TEXT,
    place TEXT NOT NULL,
    mode TEXT NOT NULL,
    interviewers TEXT NOT NULL,
    in_the_room TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX "ix_interview_group_id" ON "interview" (group_id);

CREATE TABLE "consent" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_on TEXT,
    script_version TEXT NOT NULL
);
CREATE INDEX "ix_consent_interview_id" ON "consent" (interview_id);

CREATE TABLE "withdrawal" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    of_interview TEXT NOT NULL,
    withdrawn_on TEXT
);

CREATE TABLE "note" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE INDEX "ix_note_interview_id" ON "note" (interview_id);

CREATE TABLE "attachment" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL
);
CREATE INDEX "ix_attachment_interview_id" ON "attachment" (interview_id);

CREATE TABLE "code" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    parent_id TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    use_when TEXT NOT NULL,
    do_not_use_when TEXT NOT NULL,
    example TEXT NOT NULL
);

CREATE TABLE "passage" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    quote TEXT NOT NULL,
    wording TEXT NOT NULL
);
CREATE INDEX "ix_passage_interview_id" ON "passage" (interview_id);
CREATE INDEX "ix_passage_note_id" ON "passage" (note_id);

CREATE TABLE "segment" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    quote TEXT NOT NULL,
    code_id TEXT NOT NULL,
    coder_id TEXT NOT NULL,
    memo TEXT NOT NULL
);
CREATE INDEX "ix_segment_code_id" ON "segment" (code_id);
CREATE INDEX "ix_segment_interview_id" ON "segment" (interview_id);
CREATE INDEX "ix_segment_note_id" ON "segment" (note_id);

CREATE TABLE "coding" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    coder_id TEXT NOT NULL,
    done INTEGER NOT NULL
);
CREATE INDEX "ix_coding_interview_id" ON "coding" (interview_id);

CREATE TABLE "surveyform" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    xml TEXT NOT NULL
);

CREATE TABLE "submission" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    form_id TEXT NOT NULL,
    instance_id TEXT NOT NULL
);
CREATE INDEX "ix_submission_interview_id" ON "submission" (interview_id);

CREATE TABLE "need" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL
);

CREATE TABLE "tool" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    licence TEXT NOT NULL,
    hosting TEXT NOT NULL,
    owner TEXT NOT NULL,
    cost_model TEXT NOT NULL,
    replaces TEXT NOT NULL,
    data_export TEXT NOT NULL,
    federation TEXT NOT NULL,
    source TEXT NOT NULL
);

CREATE TABLE "criterion" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    anchor_0 TEXT NOT NULL,
    anchor_2 TEXT NOT NULL,
    anchor_4 TEXT NOT NULL
);

CREATE TABLE "score" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    tool_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    scorer_id TEXT NOT NULL,
    points INTEGER,
    standing TEXT NOT NULL,
    evidence TEXT NOT NULL
);
CREATE INDEX "ix_score_interview_id" ON "score" (interview_id);
CREATE INDEX "ix_score_tool_id" ON "score" (tool_id);

CREATE TABLE "ranking" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    place INTEGER NOT NULL
);
CREATE INDEX "ix_ranking_interview_id" ON "ranking" (interview_id);

CREATE TABLE "tooluse" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    need_id TEXT NOT NULL,
    tool_id TEXT NOT NULL,
    importance INTEGER NOT NULL,
    cost_per_year INTEGER,
    since TEXT NOT NULL
);
CREATE INDEX "ix_tooluse_interview_id" ON "tooluse" (interview_id);

CREATE TABLE "issue" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    title TEXT NOT NULL,
    need_id TEXT NOT NULL,
    code_id TEXT NOT NULL,
    tool_id TEXT NOT NULL,
    matters INTEGER NOT NULL,
    objection TEXT NOT NULL,
    alteration TEXT NOT NULL,
    alterable_by TEXT NOT NULL,
    size TEXT NOT NULL,
    status TEXT NOT NULL,
    segment_id TEXT NOT NULL
);
CREATE INDEX "ix_issue_interview_id" ON "issue" (interview_id);

CREATE TABLE "recommendation" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    text TEXT NOT NULL,
    by TEXT NOT NULL,
    code_ids TEXT NOT NULL,
    size TEXT NOT NULL,
    due TEXT
);

CREATE TABLE "issuedreport" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    title TEXT NOT NULL,
    issued_on TEXT,
    interview_ids TEXT NOT NULL,
    sha256 TEXT NOT NULL
);

-- Format 4: names are kept once and numbered, and what stands in a cell has a table of its own.

-- Laptops, records and fields are said once and bear a number from then on: a line of the journal is then a third
-- as long, and its indexes grow at their end.
CREATE TABLE writer (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE record (n INTEGER PRIMARY KEY, tbl TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (id, tbl));
CREATE TABLE field (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO field VALUES (1, '*'), (2, 'interview_id'), (3, 'made_by');

INSERT OR IGNORE INTO writer (name) SELECT DISTINCT writer FROM change ORDER BY n;
INSERT OR IGNORE INTO record (tbl, id) SELECT tbl, row FROM change ORDER BY n;
INSERT OR IGNORE INTO field (name) SELECT col FROM change ORDER BY n;

-- The journal: the truth. `saw` leaves the change's own writer out of the ids, as the files do. `parcel` is, for our
-- own changes, the file that they are in: 0 for none yet, -1 for none ever. What came from elsewhere has none.
ALTER TABLE change RENAME TO change_1;
CREATE TABLE change (
    n INTEGER PRIMARY KEY,
    writer INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    suffix TEXT NOT NULL,
    stamp TEXT NOT NULL,
    deed INTEGER NOT NULL,
    record INTEGER NOT NULL,
    field INTEGER NOT NULL,
    op TEXT NOT NULL,
    value TEXT NOT NULL,
    saw TEXT NOT NULL,
    parcel INTEGER,
    UNIQUE (writer, seq, suffix)
);
INSERT INTO change
SELECT c.n, w.n, c.seq, c.suffix, c.stamp, c.deed, r.n, f.n, c.op, c.value,
    ltrim(replace(' ' || c.saw, ' ' || c.writer || '.', ' .')),
    CASE WHEN c.parcel > 0 THEN c.parcel WHEN c.parcel = 0 THEN -1
    WHEN c.writer IN (SELECT value FROM meta WHERE name LIKE 'writer%') THEN 0 END
FROM change_1 c JOIN writer w ON w.name = c.writer JOIN record r ON r.id = c.row AND r.tbl = c.tbl
JOIN field f ON f.name = c.col ORDER BY c.n;
DROP TABLE change_1;
CREATE INDEX change_of_record ON change (record, field);
CREATE INDEX change_of_parcel ON change (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX change_of_deed ON change (writer, deed) WHERE parcel IS NOT NULL;

-- Everything below this line can be made anew from the journal.

-- The changes that stand in each cell: those that no other overrules. One of them is the one that is shown.
CREATE TABLE standing (
    record INTEGER NOT NULL,
    field INTEGER NOT NULL,
    change INTEGER NOT NULL,
    shown INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (record, field, change)
) WITHOUT ROWID;
CREATE INDEX standing_beside ON standing (record, field) WHERE shown = 0;
CREATE INDEX standing_whole ON standing (change) WHERE field = 1;

-- Changes that some other overrules and that have not arrived themselves.
CREATE TABLE awaited (
    writer INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    suffix TEXT NOT NULL,
    field INTEGER NOT NULL,
    PRIMARY KEY (writer, seq, suffix, field)
) WITHOUT ROWID;

-- In which interviews a record was ever said to have been said: what an erasure takes with it.
CREATE TABLE said (
    interview TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (interview, record)
) WITHOUT ROWID;

DROP TABLE overruled;

-- Records to be forgotten for ever, in the order in which that was known.
ALTER TABLE erased RENAME TO erased_1;
CREATE TABLE erased (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
INSERT INTO erased (id) SELECT row FROM erased_1;
DROP TABLE erased_1;

-- The files of the shared folder as they were when they were last read, and up to which erasure they were rid of words.
CREATE TABLE file (
    name TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    erasures INTEGER NOT NULL
) WITHOUT ROWID;
INSERT OR IGNORE INTO file SELECT name, sha256, 0, 0, 0 FROM admitted;
DROP TABLE admitted;

-- An answer is a cell like any other, so that no table of its own is needed.
DROP TABLE answer;
CREATE VIEW answer AS
SELECT r.id AS submission_id, f.name AS path, c.value AS value
FROM record r CROSS JOIN standing s ON s.record = r.n CROSS JOIN change c ON c.n = s.change
CROSS JOIN field f ON f.n = s.field
WHERE r.tbl = 'answer' AND s.shown = 1 AND c.op = 's';

-- The index of words, by the numbers of the records.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");

-- The records, in the order of their ids.

DROP TABLE "project";
DROP TABLE "person";
DROP TABLE "grouptype";
DROP TABLE "group";
DROP TABLE "wave";
DROP TABLE "interview";
DROP TABLE "consent";
DROP TABLE "withdrawal";
DROP TABLE "note";
DROP TABLE "attachment";
DROP TABLE "code";
DROP TABLE "passage";
DROP TABLE "segment";
DROP TABLE "coding";
DROP TABLE "surveyform";
DROP TABLE "submission";
DROP TABLE "formfile";
DROP TABLE "savedentity";
DROP TABLE "need";
DROP TABLE "tool";
DROP TABLE "criterion";
DROP TABLE "score";
DROP TABLE "ranking";
DROP TABLE "tooluse";
DROP TABLE "issue";
DROP TABLE "recommendation";
DROP TABLE "issuedreport";

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
) WITHOUT ROWID;

CREATE TABLE "person" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE "grouptype" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    community_of TEXT NOT NULL,
    sensitive INTEGER NOT NULL,
    pooled INTEGER NOT NULL
) WITHOUT ROWID;

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
) WITHOUT ROWID;

CREATE TABLE "wave" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    months INTEGER NOT NULL
) WITHOUT ROWID;

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
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE INDEX "ix_consent_interview_id" ON "consent" (interview_id);

CREATE TABLE "withdrawal" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    of_interview TEXT NOT NULL,
    withdrawn_on TEXT
) WITHOUT ROWID;

CREATE TABLE "note" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;
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
) WITHOUT ROWID;
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
) WITHOUT ROWID;

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
) WITHOUT ROWID;
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
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE INDEX "ix_coding_interview_id" ON "coding" (interview_id);

CREATE TABLE "surveyform" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    xml TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE "submission" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    form_id TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    finished INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX "ix_submission_interview_id" ON "submission" (interview_id);

CREATE TABLE "formfile" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    form_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX "ix_formfile_form_id" ON "formfile" (form_id);

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
) WITHOUT ROWID;
CREATE INDEX "ix_savedentity_interview_id" ON "savedentity" (interview_id);
CREATE INDEX "ix_savedentity_submission_id" ON "savedentity" (submission_id);

CREATE TABLE "need" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL
) WITHOUT ROWID;

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
) WITHOUT ROWID;

CREATE TABLE "criterion" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    anchor_0 TEXT NOT NULL,
    anchor_2 TEXT NOT NULL,
    anchor_4 TEXT NOT NULL
) WITHOUT ROWID;

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
) WITHOUT ROWID;
CREATE INDEX "ix_score_interview_id" ON "score" (interview_id);
CREATE INDEX "ix_score_tool_id" ON "score" (tool_id);

CREATE TABLE "ranking" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    interview_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    place INTEGER NOT NULL
) WITHOUT ROWID;
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
) WITHOUT ROWID;
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
) WITHOUT ROWID;
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
) WITHOUT ROWID;

CREATE TABLE "issuedreport" (
    id TEXT NOT NULL PRIMARY KEY,
    made_by TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    title TEXT NOT NULL,
    issued_on TEXT,
    interview_ids TEXT NOT NULL,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;

-- commentd's database. Every row leads to its site. Times are milliseconds since 1970 in UTC.
-- Codes: status 0 approved, 1 pending, 2 rejected, 3 spam, 4 deleted; moderation 0 post, 1 pre;
-- marks 1 pinned, 2 closed, 4 featured, 8 shadowed; roles 1 author, 2 moderator, 4 staff.

CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  created_at INTEGER NOT NULL,
  last_event INTEGER NOT NULL DEFAULT 0,  -- the number of the newest event
  cut_event INTEGER NOT NULL DEFAULT 0,   -- of the newest one that is no longer kept
  rules BLOB NOT NULL,                    -- the digest of those that followers know to judge
  comments INTEGER NOT NULL DEFAULT 0 CHECK (comments >= 0),
  ballots INTEGER NOT NULL DEFAULT 0 CHECK (ballots >= 0),  -- rows in votes
  last_lesson INTEGER NOT NULL DEFAULT 0, -- counts changes of lessons
  queued_pending INTEGER NOT NULL DEFAULT 0 CHECK (queued_pending >= 0),
  queued_flagged INTEGER NOT NULL DEFAULT 0 CHECK (queued_flagged >= 0),
  -- What holds in threads that say nothing else.
  is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)),  -- all threads are
  moderation INTEGER NOT NULL DEFAULT 0 CHECK (moderation IN (0, 1)),
  close_after_days INTEGER NOT NULL DEFAULT 0,
  slow_mode_s INTEGER NOT NULL DEFAULT 0,
  default_sort TEXT NOT NULL DEFAULT 'best',
  takes_guests INTEGER NOT NULL DEFAULT 1 CHECK (takes_guests IN (0, 1))
) STRICT;

CREATE TABLE threads (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites (id),
  name TEXT NOT NULL,
  title TEXT,
  url TEXT,
  is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)),
  -- NULL: as the site has it.
  moderation INTEGER CHECK (moderation IN (0, 1)),
  close_after_days INTEGER,
  slow_mode_s INTEGER,
  default_sort TEXT,
  takes_guests INTEGER CHECK (takes_guests IN (0, 1)),
  created_at INTEGER NOT NULL,
  last_comment_at INTEGER,                -- of the newest visible comment
  visible INTEGER NOT NULL DEFAULT 0 CHECK (visible >= 0),
  pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),    -- shadowed ones not counted
  shadowed INTEGER NOT NULL DEFAULT 0 CHECK (shadowed >= 0),
  followers INTEGER NOT NULL DEFAULT 0 CHECK (followers >= 0),  -- confirmed subscriptions
  closed_comments INTEGER NOT NULL DEFAULT 0 CHECK (closed_comments >= 0),
  -- The roots, counted as a comment's replies are in tallies.
  replies INTEGER NOT NULL DEFAULT 0 CHECK (replies >= 0),
  listed INTEGER NOT NULL DEFAULT 0 CHECK (listed >= 0),
  children INTEGER NOT NULL DEFAULT 0 CHECK (children >= 0),
  merged_into INTEGER REFERENCES threads (id),  -- where its comments went; its name is free
  -- What lists of threads are ordered by. Indexes on last_comment_at and visible would cost every
  -- comment: these follow them, and as long as they have not, placing is 1.
  place_at INTEGER NOT NULL DEFAULT 0,    -- last_comment_at, 0 where there is none
  place_count INTEGER NOT NULL DEFAULT 0, -- visible
  placing INTEGER NOT NULL DEFAULT 1 CHECK (placing IN (0, 1, 2)),  -- 2: merged, in no list
  CHECK ((merged_into IS NULL) = (placing <> 2))
) STRICT;
CREATE UNIQUE INDEX threads_by_name ON threads (site_id, name) WHERE merged_into IS NULL;
CREATE INDEX threads_by_creation ON threads (site_id, created_at, id);
CREATE INDEX threads_by_activity ON threads (site_id, place_at, id) WHERE placing = 0;
CREATE INDEX threads_by_count ON threads (site_id, place_count, id) WHERE placing = 0;
CREATE INDEX threads_to_place ON threads (site_id, id) WHERE placing = 1;
CREATE INDEX threads_merged ON threads (id) WHERE placing = 2;

-- Threads whose comments are being moved into another, a part at a time.
CREATE TABLE moves (
  from_id INTEGER PRIMARY KEY REFERENCES threads (id),
  to_id INTEGER NOT NULL REFERENCES threads (id),
  CHECK (from_id <> to_id)
) STRICT;

CREATE TABLE persons (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL,
  name TEXT,                              -- the host's id of the person; NULL: they were erased
  display_name TEXT,
  url TEXT,
  email TEXT,
  first_seen INTEGER NOT NULL,
  approved INTEGER NOT NULL DEFAULT 0 CHECK (approved >= 0),
  rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),  -- spam counts here too
  flags_agreed INTEGER NOT NULL DEFAULT 0 CHECK (flags_agreed >= 0),        -- theirs, upheld
  flags_dismissed INTEGER NOT NULL DEFAULT 0 CHECK (flags_dismissed >= 0),  -- theirs
  spam INTEGER NOT NULL DEFAULT 0 CHECK (spam >= 0),
  -- 1 a sanction may be in force, 2 their votes do not count, 4 their votes are being recounted
  restraints INTEGER NOT NULL DEFAULT 0 CHECK (restraints BETWEEN 0 AND 7),
  UNIQUE (site_id, name),
  CHECK (name IS NOT NULL OR coalesce(display_name, url, email) IS NULL)
) STRICT;

-- Persons who came to be called otherwise, or to have another page, or were erased, some of whose
-- comments' rows still say what held before: those past the comment reached. Numbers are never
-- given again: whoever reads comments follows them.
CREATE TABLE renames (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL UNIQUE REFERENCES persons (id),
  reached INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Persons who are being erased, a part at a time: what of theirs stands in other rows than their
-- own. name is what they are looked for by, until nothing is left to be looked through; stage is an
-- Erasure.Stage, of which the rows up to reached are done.
CREATE TABLE erasures (
  person_id INTEGER PRIMARY KEY REFERENCES persons (id),
  name TEXT,
  with_bodies INTEGER NOT NULL CHECK (with_bodies IN (0, 1)),
  stage INTEGER NOT NULL DEFAULT 0 CHECK (stage BETWEEN 0 AND 8),
  reached INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The wide row. Its id holds created_at in the high 43 bits. Where a comment or a vote is written,
-- what it names has just been looked up, and none of that is ever deleted: a foreign key would look
-- a second time, at a tenth of the cost of the whole. The check of the database finds a row that
-- names what is not there.
CREATE TABLE comments (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  site_id INTEGER NOT NULL,
  thread_id INTEGER NOT NULL,
  parent_id INTEGER,
  depth INTEGER NOT NULL CHECK (depth >= 0),
  author_id INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),
  revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
  marks INTEGER NOT NULL DEFAULT 0,
  roles INTEGER NOT NULL DEFAULT 0,       -- the author's, when it was written
  is_guest INTEGER NOT NULL DEFAULT 0 CHECK (is_guest IN (0, 1)),
  rules INTEGER NOT NULL,                 -- the version of the rules that judged it
  -- How it came to be (see Making), at the time in its id; 0: the history says that.
  making INTEGER NOT NULL,
  making_rules INTEGER,                   -- the rules' version then; NULL: the one above
  made_behind INTEGER NOT NULL,           -- the newest entry of the history then
  edited_at INTEGER,
  ref TEXT,
  fingerprint BLOB,                       -- of the params, where ref is given
  ip TEXT,
  user_agent TEXT,
  anchor TEXT,                            -- a W3C selector, as JSON
  masked TEXT,                            -- the body as published, where rules masked words
  -- What persons says of the author, as members of JSON, so that a page need not look up dozens of
  -- persons. NULL: it is looked up, as it is where renames names the author.
  byline TEXT,
  html BLOB NOT NULL,                     -- what makes HTML of the published text: see HTMLRecipe
  body TEXT NOT NULL
) STRICT;
-- Each ends with the id, as indexes of tables with row ids do: to name it would hold it twice.
CREATE UNIQUE INDEX comments_by_ref ON comments (site_id, ref) WHERE ref IS NOT NULL;
CREATE INDEX comments_by_site ON comments (site_id);
CREATE INDEX comments_by_author ON comments (author_id);
CREATE INDEX comments_own_pending ON comments (author_id, thread_id) WHERE status = 1;
CREATE INDEX comments_visible ON comments (thread_id) WHERE status = 0;
CREATE INDEX comments_hidden ON comments (thread_id) WHERE status <> 0;
-- Costs nothing where there is no anchor. parent_id is in it so that lists need not read the rows.
CREATE INDEX comments_anchored ON comments (thread_id, status, id, parent_id)
  WHERE anchor IS NOT NULL;

-- What makes hashes of the networks that people write from, where addresses are not kept: together
-- with a key that is no part of the database. Destroyed when its time is over.
CREATE TABLE address_keys (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL,
  since INTEGER NOT NULL
) STRICT;

-- Comments up to comment_id have been looked through for addresses that were kept long enough.
CREATE TABLE forgotten_addresses (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  comment_id INTEGER NOT NULL
) STRICT;
INSERT INTO forgotten_addresses (id, comment_id) VALUES (1, 0);

-- The texts that comments had before their present one, as they were written.
CREATE TABLE revisions (
  comment_id INTEGER NOT NULL REFERENCES comments (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),  -- the comment's when it got this text
  at INTEGER NOT NULL,                              -- when it got it
  body TEXT NOT NULL,
  PRIMARY KEY (comment_id, revision)
) STRICT, WITHOUT ROWID;

-- Comments whose text was changed without an entry in the history that names them: the search index
-- follows these two, in the order of their numbers, which are never given again.
CREATE TABLE rewrites (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  comment_id INTEGER NOT NULL REFERENCES comments (id)
) STRICT;

-- What a vote moves and what a page is ordered by, apart from the wide row and clustered by
-- siblings. parent_id is 0 for roots.
CREATE TABLE tallies (
  thread_id INTEGER NOT NULL,
  parent_id INTEGER NOT NULL,
  comment_id INTEGER NOT NULL,
  status INTEGER NOT NULL,
  is_pinned INTEGER NOT NULL DEFAULT 0,
  is_ranked INTEGER NOT NULL DEFAULT 0,   -- whether it has a row in ranks
  up INTEGER NOT NULL DEFAULT 0 CHECK (up >= 0),
  down INTEGER NOT NULL DEFAULT 0 CHECK (down >= 0),
  descendants INTEGER NOT NULL DEFAULT 0 CHECK (descendants >= 0),  -- visible, at any depth
  replies INTEGER NOT NULL DEFAULT 0 CHECK (replies >= 0),          -- direct and visible
  listed INTEGER NOT NULL DEFAULT 0 CHECK (listed >= 0),            -- direct and listed
  children INTEGER NOT NULL DEFAULT 0 CHECK (children >= 0),        -- direct, of any status
  PRIMARY KEY (thread_id, parent_id, comment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tallies_pinned ON tallies (thread_id, parent_id, comment_id) WHERE is_pinned = 1;

-- The order of siblings that are too many to be sorted in memory, in a table of its own: an index
-- on tallies would cost every vote, also where it has no row. Scores are negated, so that every
-- order ascends. Where scores are to be made otherwise the rows are written anew as the other
-- edition, while this one holds. ground_0 and ground_1 are the keys of common ground by two fits,
-- the one in force and the next, as fits.slot says.
CREATE TABLE ranks (
  edition INTEGER NOT NULL CHECK (edition IN (0, 1)),
  thread_id INTEGER NOT NULL,
  parent_id INTEGER NOT NULL,
  comment_id INTEGER NOT NULL,
  is_listed INTEGER NOT NULL,             -- approved, or standing as a tombstone
  down INTEGER NOT NULL,
  best REAL NOT NULL,
  top INTEGER NOT NULL,
  hot REAL NOT NULL,
  controversial REAL NOT NULL,
  discussed INTEGER NOT NULL,
  ground_0 REAL,
  ground_1 REAL,
  PRIMARY KEY (edition, thread_id, parent_id, comment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ranks_by_best ON ranks
  (edition, thread_id, parent_id, is_listed, best, down, comment_id);
CREATE INDEX ranks_by_top ON ranks
  (edition, thread_id, parent_id, is_listed, top, down, comment_id);
CREATE INDEX ranks_by_hot ON ranks
  (edition, thread_id, parent_id, is_listed, hot, down, comment_id);
CREATE INDEX ranks_by_controversial ON ranks
  (edition, thread_id, parent_id, is_listed, controversial, down, comment_id);
CREATE INDEX ranks_by_discussed ON ranks
  (edition, thread_id, parent_id, is_listed, discussed, down, comment_id);
CREATE INDEX ranks_by_age ON ranks (edition, thread_id, parent_id, is_listed, comment_id);
CREATE INDEX ranks_by_ground_0 ON ranks
  (edition, thread_id, parent_id, is_listed, ground_0, down, comment_id)
  WHERE ground_0 IS NOT NULL;
CREATE INDEX ranks_by_ground_1 ON ranks
  (edition, thread_id, parent_id, is_listed, ground_1, down, comment_id)
  WHERE ground_1 IS NOT NULL;

-- How best and hot are scored: which edition of ranks is in force, and what it was made by. Where
-- next_decay_s is not NULL the other edition is being made by next_quantile and next_decay_s, and
-- has come as far as the place says; where it is NULL and is_clean is 0 it is being deleted.
CREATE TABLE editions (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  edition INTEGER NOT NULL CHECK (edition IN (0, 1)),
  best_quantile REAL,                     -- NULL: the lower bound of Wilson's interval
  hot_decay_s REAL NOT NULL,
  next_quantile REAL,
  next_decay_s REAL,
  is_clean INTEGER NOT NULL CHECK (is_clean IN (0, 1)),
  thread_id INTEGER NOT NULL,
  parent_id INTEGER NOT NULL,
  comment_id INTEGER NOT NULL
) STRICT;
INSERT INTO editions VALUES (1, 0, NULL, 45000, NULL, NULL, 1, 0, 0, 0);

-- What was fitted to a site's votes: one in force, one being brought in or deleted. stage 0 its
-- voters are being written, 1 comments' sums, 2 keys in ranks, 3 in force, 4 being deleted; of 1
-- and 2 the places say how far: comment and voter, or thread, parent and comment.
CREATE TABLE fits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site_id INTEGER NOT NULL REFERENCES sites (id),
  stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 4),
  slot INTEGER NOT NULL CHECK (slot IN (0, 1)),
  fitted_at INTEGER NOT NULL,
  voters INTEGER NOT NULL,
  comments INTEGER NOT NULL,
  votes INTEGER NOT NULL,
  loss REAL NOT NULL,
  low INTEGER NOT NULL,                   -- voters on the one side
  high INTEGER NOT NULL,                  -- and on the other
  speaks INTEGER NOT NULL CHECK (speaks IN (0, 1)),  -- 0: the site falls back to best
  ballots INTEGER NOT NULL,               -- the site's, then
  mean REAL NOT NULL,
  votes_per_comment REAL NOT NULL,
  max_intercept REAL NOT NULL,
  min_factor REAL NOT NULL,
  max_factor REAL NOT NULL,
  reached_0 INTEGER NOT NULL DEFAULT 0,
  reached_1 INTEGER NOT NULL DEFAULT 0,
  reached_2 INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX fits_in_force ON fits (site_id) WHERE stage = 3;
CREATE INDEX fits_under_way ON fits (stage, id) WHERE stage <> 3;

-- The voters of a fit, in units of 2^-32.
CREATE TABLE fitted_voters (
  fit_id INTEGER NOT NULL,
  voter_id INTEGER NOT NULL,
  intercept INTEGER NOT NULL,
  factor INTEGER NOT NULL,
  PRIMARY KEY (fit_id, voter_id)
) STRICT, WITHOUT ROWID;

-- What the counting votes of those on a comment come to (see GroundSums), kept up by every vote.
CREATE TABLE grounds (
  fit_id INTEGER NOT NULL,
  comment_id INTEGER NOT NULL,
  votes INTEGER NOT NULL,
  factors INTEGER NOT NULL,
  squares INTEGER NOT NULL,
  rests INTEGER NOT NULL,
  products INTEGER NOT NULL,
  low_up INTEGER NOT NULL,
  low_down INTEGER NOT NULL,
  high_up INTEGER NOT NULL,
  high_down INTEGER NOT NULL,
  PRIMARY KEY (fit_id, comment_id)
) STRICT, WITHOUT ROWID;

-- The ledger: one row per voter and comment, absolute. A withdrawn vote stays as 0. Clustered by
-- comment, so that votes on one page change few pages of the file. One voter's votes are looked for
-- through all of it, in parts: an index would be one more thing that every vote has to move.
CREATE TABLE votes (
  comment_id INTEGER NOT NULL,
  voter_id INTEGER NOT NULL,
  value INTEGER NOT NULL CHECK (value BETWEEN -1 AND 1),
  is_counted INTEGER NOT NULL DEFAULT 1 CHECK (is_counted IN (0, 1)),  -- 0: voided
  cast_at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, voter_id)
) STRICT, WITHOUT ROWID;

-- Voters whose votes are being taken out of the totals, or put back, as their restraints say: a
-- part at a time, in the order of the comments. Those up to comment_id are done.
CREATE TABLE recounts (
  voter_id INTEGER PRIMARY KEY REFERENCES persons (id),
  comment_id INTEGER NOT NULL
) STRICT;

-- The moments of a voter's last votes, newest last, where votes per minute are limited: packed,
-- eight bytes each, no more than may be cast in a minute.
CREATE TABLE paces (
  voter_id INTEGER PRIMARY KEY REFERENCES persons (id),
  times BLOB NOT NULL
) STRICT;

-- What moderators impose on a person or on a range of addresses: one at a time, and warnings.
-- kind 1 warn, 2 premoderate, 3 shadow, 4 mute, 5 ban. Gone when it is lifted or has ended.
CREATE TABLE sanctions (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites (id),
  person_id INTEGER REFERENCES persons (id),
  range TEXT,                             -- such as 203.0.113.0/24; NULL where it is a person's
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),
  since INTEGER NOT NULL,
  until INTEGER,                          -- NULL: until it is lifted
  reason TEXT NOT NULL,
  moderator_id INTEGER NOT NULL REFERENCES persons (id),
  -- It is over; its row stays as long as there are comments that it has shadowed.
  is_over INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1)),
  CHECK ((person_id IS NULL) <> (range IS NULL))
) STRICT;
CREATE INDEX sanctions_by_person ON sanctions (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX sanctions_of_ranges ON sanctions (site_id, id) WHERE range IS NOT NULL;
CREATE INDEX sanctions_by_end ON sanctions (until, id) WHERE until IS NOT NULL AND is_over = 0;
CREATE INDEX sanctions_over ON sanctions (id) WHERE is_over = 1;

-- Comments that only their authors see, and the sanction that it is because of. A row outlives the
-- mark of a comment that was decided on.
CREATE TABLE shadows (
  sanction_id INTEGER NOT NULL REFERENCES sanctions (id),
  comment_id INTEGER NOT NULL REFERENCES comments (id),
  PRIMARY KEY (sanction_id, comment_id)
) STRICT, WITHOUT ROWID;

-- The flags of readers. A reporter has one open flag on a comment at most; once that is settled
-- the next one has the next number. state 0 open, 1 upheld (the comment went), 2 dismissed, 3 void
-- (the author took the comment away, or a later flag of the same reporter stands for it).
CREATE TABLE flags (
  comment_id INTEGER NOT NULL REFERENCES comments (id),
  reporter_id INTEGER NOT NULL REFERENCES persons (id),
  number INTEGER NOT NULL CHECK (number >= 0),
  reason TEXT NOT NULL,
  detail TEXT,
  raised_at INTEGER NOT NULL,
  weight INTEGER NOT NULL CHECK (weight >= 0),  -- thousandths, by the record it was raised with
  -- Whether one of the reporter's on this comment had been upheld or dismissed before it.
  is_repeat INTEGER NOT NULL CHECK (is_repeat IN (0, 1)),
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
  settled_by INTEGER REFERENCES history (id),
  PRIMARY KEY (comment_id, reporter_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX flags_by_reporter ON flags (reporter_id, comment_id, number);

-- What the open flags of a comment come to, by reason, so that nobody has to count them.
CREATE TABLE flag_totals (
  comment_id INTEGER NOT NULL REFERENCES comments (id),
  reason TEXT NOT NULL,
  flags INTEGER NOT NULL CHECK (flags > 0),
  weight INTEGER NOT NULL CHECK (weight >= 0),
  new_flags INTEGER NOT NULL CHECK (new_flags BETWEEN 0 AND flags),  -- no repeats
  new_weight INTEGER NOT NULL CHECK (new_weight BETWEEN 0 AND weight),
  PRIMARY KEY (comment_id, reason)
) STRICT, WITHOUT ROWID;

-- The moderation queue: one row per comment that waits. state 0 pending, 1 flagged. A moderator
-- who is at it holds a lease, which counts for nothing once it has ended.
CREATE TABLE cases (
  comment_id INTEGER PRIMARY KEY REFERENCES comments (id),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  state INTEGER NOT NULL CHECK (state IN (0, 1)),
  since INTEGER NOT NULL,
  severity REAL NOT NULL CHECK (severity > 0),
  exposure REAL NOT NULL CHECK (exposure > 0),
  urgency REAL NOT NULL,                  -- the negated order key of the priority: smaller first
  claimed_by INTEGER REFERENCES persons (id),
  claimed_until INTEGER,
  -- Whether moderators who follow the queue were told that it waits for long.
  is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1)),
  CHECK ((claimed_by IS NULL) = (claimed_until IS NULL))
) STRICT;
CREATE INDEX cases_by_urgency ON cases (site_id, state, urgency, comment_id);
CREATE INDEX cases_by_age ON cases (site_id, state, since, comment_id);
CREATE INDEX cases_untold ON cases (since) WHERE is_told = 0;

-- Every hit of a rule on a text. revision is the comment's when it was judged.
CREATE TABLE reasons (
  comment_id INTEGER NOT NULL REFERENCES comments (id),
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  rule TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  span_start INTEGER,
  span_end INTEGER,
  places INTEGER NOT NULL,
  score REAL,
  is_dry_run INTEGER NOT NULL CHECK (is_dry_run IN (0, 1)),
  PRIMARY KEY (comment_id, revision, position)
) STRICT, WITHOUT ROWID;

-- What the rules made of each text, and what they knew of it then beside it (see Facts.stored).
CREATE TABLE judgements (
  comment_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  rule_set_id INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
  facts TEXT NOT NULL,
  PRIMARY KEY (comment_id, revision)
) STRICT, WITHOUT ROWID;

-- Every set of rules that has judged a text, whole, so that what it saw then can be explained.
CREATE TABLE rule_sets (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites (id),
  digest BLOB NOT NULL,                   -- of version, rules and lists
  version INTEGER NOT NULL,
  first_used_at INTEGER NOT NULL,
  rules TEXT NOT NULL,                    -- a JSON array
  lists TEXT NOT NULL,                    -- a JSON object: the word lists by their names
  UNIQUE (site_id, digest)
) STRICT;

-- By what copies of a comment's text are found, while a rule in force asks for them: a hash of the
-- whole text or of some of it, and of the author's id or 0. Comments may have several keys.
CREATE TABLE text_prints (
  site_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  comment_id INTEGER NOT NULL,
  PRIMARY KEY (site_id, key, comment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX text_prints_by_age ON text_prints (site_id, comment_id);

-- Who did what, for good, but for how comments came to be, which their own rows say. actor_id is
-- NULL where the rules decided. An entry is written with the rows that it names, which no one
-- deletes, and never again: so no statement checks them.
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor_id INTEGER,
  action TEXT NOT NULL,
  comment_id INTEGER,
  person_id INTEGER,
  from_status INTEGER,
  to_status INTEGER,
  from_marks INTEGER,
  to_marks INTEGER,
  reason TEXT,
  rules INTEGER,
  waited_ms INTEGER,                      -- how long the comment stood in the queue
  undoes INTEGER,                         -- the entry that this one takes back
  until INTEGER,                          -- when a sanction ends
  range TEXT                              -- the addresses that a sanction is for
) STRICT;
CREATE INDEX history_by_time ON history (site_id, at, id);
-- What people took out of the queue, for reports: a small part of all.
CREATE INDEX history_by_leaving ON history (site_id, at, id) WHERE waited_ms IS NOT NULL;
CREATE INDEX history_by_comment ON history (comment_id, id) WHERE comment_id IS NOT NULL;
CREATE INDEX history_by_person ON history (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX history_by_actor ON history (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX history_by_undone ON history (undoes) WHERE undoes IS NOT NULL;
-- What somebody has written as a reason goes with a person who is erased; nothing else ever does.
CREATE TRIGGER history_is_never_changed BEFORE UPDATE OF id, site_id, at, actor_id, action,
  comment_id, person_id, from_status, to_status, from_marks, to_marks, rules, waited_ms, undoes,
  until, range ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_reasons_are_never_changed BEFORE UPDATE OF reason ON history
  WHEN NEW.reason IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- What people decided of comments, for classifiers to learn from: one row a comment, with the
-- status that stands (approved, rejected or spam). number grows with each change in the site.
CREATE TABLE lessons (
  comment_id INTEGER PRIMARY KEY REFERENCES comments (id),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  number INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status IN (0, 2, 3))
) STRICT;
CREATE UNIQUE INDEX lessons_by_number ON lessons (site_id, number);

-- What was learned, one row a site and trait ('spam', 'toxic'); model is a Classifier's bytes.
CREATE TABLE classifiers (
  site_id INTEGER NOT NULL REFERENCES sites (id),
  trait TEXT NOT NULL,
  lesson INTEGER NOT NULL,                -- the site's last change that it knows of
  learned_at INTEGER NOT NULL,
  model BLOB NOT NULL,
  PRIMARY KEY (site_id, trait)
) STRICT, WITHOUT ROWID;

-- What changed, numbered without gaps per site, written with the change itself: a row for a
-- commit's events, or for a part of them. Each is [type, at, thread_id, comment_id, {members}].
CREATE TABLE events (
  site_id INTEGER NOT NULL REFERENCES sites (id),
  last_seq INTEGER NOT NULL,              -- the number of the last of them
  list TEXT NOT NULL,                     -- a JSON array, in order
  PRIMARY KEY (site_id, last_seq)
) STRICT, WITHOUT ROWID;

-- Who follows what. scope 0 every comment of the thread, 1 replies at any depth below the person's
-- own comments in it, 2 replies to one comment; comment_id is 0 but for the last. email is where
-- its notices go: the person's when it was made, whatever they say of themselves since. Numbers
-- are never given again, because tokens and mails name them.
CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site_id INTEGER NOT NULL REFERENCES sites (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  thread_id INTEGER NOT NULL REFERENCES threads (id),
  scope INTEGER NOT NULL CHECK (scope BETWEEN 0 AND 2),
  comment_id INTEGER NOT NULL DEFAULT 0,
  email TEXT,
  since INTEGER NOT NULL,
  waits_since INTEGER,                    -- for its confirmation; NULL: it is confirmed
  token_digest BLOB NOT NULL,             -- of the token that was given out first
  UNIQUE (person_id, thread_id, scope, comment_id),
  CHECK ((comment_id <> 0) = (scope = 2))
) STRICT;
CREATE INDEX subscriptions_by_place ON subscriptions (thread_id, scope, comment_id, id);
CREATE INDEX subscriptions_waiting ON subscriptions (waits_since) WHERE waits_since IS NOT NULL;

-- How often somebody has shown a token, right or wrong: written each time, so that a wrong one
-- takes as long as a right one.
CREATE TABLE token_uses (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uses INTEGER NOT NULL
) STRICT;
INSERT INTO token_uses (id, uses) VALUES (1, 0);

-- Comments that have become visible where somebody follows, written with the change itself; their
-- notices are written behind it, a part at a time. stage 0 the ancestors' authors, 1 followers of
-- the parent, 2 followers of the thread; of the last two those up to the subscription reached are
-- done, and those past up_to came too late.
CREATE TABLE announcements (
  comment_id INTEGER PRIMARY KEY REFERENCES comments (id),
  up_to INTEGER NOT NULL,
  stage INTEGER NOT NULL DEFAULT 0 CHECK (stage BETWEEN 0 AND 2),
  reached INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What somebody shall be told, until it is acknowledged, and for a while after. kind 0 a comment,
-- 1 a subscription to be confirmed, 2 a comment that waits for long; state 0 due, 1 told, 2 given
-- up. Whether it is still to be told is found out when it is asked for. Rows are written many at a
-- time and name what no one deletes, but for subscriptions: no statement checks them.
CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site_id INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
  person_id INTEGER NOT NULL,
  comment_id INTEGER,
  subscription_id INTEGER,
  has_email INTEGER NOT NULL CHECK (has_email IN (0, 1)),
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,                -- later than created_at where it is to be tried again
  tries INTEGER NOT NULL DEFAULT 0,       -- that failed
  detail TEXT,                            -- how the last of them did
  CHECK ((kind = 1) = (comment_id IS NULL)),
  CHECK ((kind = 2) = (subscription_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX notices_once ON notices (person_id, comment_id, kind)
  WHERE comment_id IS NOT NULL;
CREATE UNIQUE INDEX notices_confirming ON notices (subscription_id)
  WHERE kind = 1 AND state = 0;
CREATE INDEX notices_due ON notices (site_id, has_email, due_at, id) WHERE state = 0;
CREATE INDEX notices_by_age ON notices (state, created_at);

-- Results of writes that carried a key, a row for many, in the order of their commits.
CREATE TABLE key_log (
  id INTEGER PRIMARY KEY,
  used_at INTEGER NOT NULL,               -- the latest of them
  uses BLOB NOT NULL                      -- packed, see PackedKeyUses
) STRICT;

-- Which row of key_log holds a key; entered behind the log, so that key_log's rows past
-- key_progress may be missing here. day is used_at's, counted from 1970; mark is half of a digest
-- of the site, the method and the key.
CREATE TABLE key_places (
  day INTEGER NOT NULL,
  mark INTEGER NOT NULL,
  log_id INTEGER NOT NULL,
  PRIMARY KEY (day, mark, log_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE key_progress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  log_id INTEGER NOT NULL
) STRICT;
INSERT INTO key_progress (id, log_id) VALUES (1, 0);

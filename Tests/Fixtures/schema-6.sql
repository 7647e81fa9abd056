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

-- Rows.
INSERT INTO sites VALUES
(1,'default',1795967568820,48,0,X'D508A35F66F651F6374C01EDBFF72D48',18,13,3,1,4,0,0,0,0,'best',1),
(2,'sport',1772356380000,3,0,X'D508A35F66F651F6374C01EDBFF72D48',1,0,0,0,0,0,1,0,0,'newest',1);
INSERT INTO threads VALUES
(1,1,'https://paper.example/one','On bridges','https://paper.example/one',0,NULL,NULL,NULL,NULL,NULL,1795967568820,1795967568824,7,0,0,1,0,4,4,6,NULL,0,0,1),
(2,1,'two',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,1772356140000,1796008158998,6,1,1,1,1,3,4,6,NULL,0,0,1),
(3,2,'t',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,1772356380000,1772356380000,1,0,0,0,0,1,1,1,NULL,0,0,1);
INSERT INTO persons VALUES
(1,1,'ann','Ann Lee',NULL,'ann@mail.example',1772355660000,2,0,0,0,0,0),
(2,1,'bob','Bob "the" B','https://bob.example/é?a=1&b=\',NULL,1772355720000,5,0,0,0,0,0),
(3,1,'cleo','클레오',NULL,NULL,1772355780000,3,0,0,0,0,0),
(4,1,'dora','Dora',NULL,NULL,1772355840000,1,0,0,0,0,0),
(5,1,'spam','Spammer',NULL,NULL,1772355900000,0,1,0,0,1,3),
(6,1,NULL,NULL,NULL,NULL,1772356080000,0,0,0,0,0,0),
(7,2,'eve','Eve',NULL,NULL,1772356380000,1,0,0,0,0,0),
(8,1,'shade','Shade',NULL,NULL,1772356500000,1,0,0,0,0,1),
(9,1,'eve',NULL,NULL,'eve@mail.example',1772445600000,0,0,0,0,0,0),
(10,1,'mod-1','Mod One',NULL,NULL,1795967568824,0,0,0,0,0,0),
(11,1,'mod-2',NULL,NULL,NULL,1795967568824,0,0,0,0,0,0),
(12,1,'fay"\','한글 /  ',NULL,NULL,1796008158998,1,0,0,0,0,0);
INSERT INTO comments VALUES
(1858449608540160000,1,1,NULL,0,1,0,1,1,0,0,3,16,NULL,1,NULL,'r1',X'F6C4A54956FF8C7232E63ADD9C2B0127','203.0.113.7','Agent/1',NULL,NULL,X'103C70206469723D5C226175746F5C223E000F083C7374726F6E673E0406093C2F7374726F6E673E040C203C2F703E3C626C6F636B71756F74653E3C70206469723D5C226175746F5C223E080F4C3C2F703E3C2F626C6F636B71756F74653E3C756C3E3C6C69206469723D5C226175746F5C223E6F6E653C2F6C693E3C6C69206469723D5C226175746F5C223E74776F3C2F6C693E3C2F756C3E','The bridge was **closed** for a week.

> they said a day

- one
- two'),
(1858449671454720000,1,1,1858449608540160000,1,2,0,1,0,0,0,3,16,NULL,2,NULL,'r2',X'254F6456A8F4D6733CE79F06FA2126D2',NULL,NULL,NULL,'Whoever planned it is a *********.',X'103C70206469723D5C226175746F5C223E0022043C2F703E','Whoever planned it is a blockhead.'),
(1858449734369280000,1,1,1858449671454720000,2,3,0,2,0,0,0,3,16,NULL,3,1795967568824,'r3',X'152E7B7DBEC00DB0440A08022A532372',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E001F043C656D3E0204053C2F656D3E0213043C2F703E','다리는 언제 열리나요? *Soon*, says the council.'),
(1858449797283840000,1,1,NULL,0,4,0,2,0,0,1,3,33,NULL,4,NULL,'r4',X'D9B40FAD71137DB02FDBE97F86C9F90A',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E00050A3C6120687265663D5C22001C215C222072656C3D5C22756763206E6F666F6C6C6F77206E6F6F70656E65725C223E391C043C2F613E000A043C2F703E','Read https://blog.example/bridges for more.'),
(1858449860198400000,1,1,NULL,0,5,3,1,0,0,0,3,51,NULL,5,NULL,'r5',X'55F1DECDCD2706132780462FFE7E220E',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0013043C2F703E','Best casino in town'),
(1858449923112960000,1,1,NULL,0,2,0,3,0,0,0,3,24,NULL,6,NULL,'r6',X'728F4CB09C699CC410DD07DC345C5A3E',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0013043C2F703E','Smells fishy to me.'),
(1858449986027520000,1,1,NULL,0,1,0,1,4,0,0,3,16,NULL,7,NULL,'r7',X'2D2F294ED6C15FBB7D66DC24390B1951','203.0.113.7','Agent/1','{"exact":"a week","prefix":"closed for ","start":24,"end":30}',NULL,X'103C70206469723D5C226175746F5C223E0015043C2F703E','A quote of the piece.'),
(1858450048942080000,1,1,NULL,0,6,4,2,0,0,0,3,16,NULL,8,NULL,'r8',NULL,NULL,NULL,NULL,NULL,X'',''),
(1858450111856640000,1,2,NULL,0,3,0,1,0,0,0,3,16,NULL,9,NULL,'r9',X'4CD6B4E32584653E72387456D24F2162',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E001B043C2F703E','Another page, another view.'),
(1858450174771200000,1,2,1858450111856640000,1,2,0,1,2,0,0,3,16,NULL,10,NULL,'r10',X'C90189C1A121806786C5D9B5C741334C',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0013043C2F703E','A reply over there.'),
(1858450237685760000,1,2,NULL,0,1,4,2,0,0,0,3,16,NULL,11,NULL,'r11',X'5BFFFDCF9910CE94746960EF32E329B8','203.0.113.7','Agent/1',NULL,NULL,X'103C70206469723D5C226175746F5C223E000D043C2F703E','To be deleted'),
(1858450300600320000,1,2,NULL,0,3,1,1,0,0,0,3,33,NULL,12,NULL,'r12',X'4FF6D24307783B9A38B950081E0BD8E6',NULL,NULL,NULL,'Pending words https://x.example and a *********',X'103C70206469723D5C226175746F5C223E000E0A3C6120687265663D5C220011365C222072656C3D5C22756763206E6F666F6C6C6F77206E6F6F70656E65725C223E68747470733A2F2F782E6578616D706C653C2F613E0010043C2F703E','Pending words https://x.example and a blockhead'),
(1858450363514880000,2,3,NULL,0,7,0,1,0,0,0,3,16,NULL,13,NULL,'r13',X'D11B8C0AB3D008A669A70ACA45788C9C',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0014043C2F703E','On a site of its own'),
(1858450426429440000,1,2,1858450237685760000,1,2,0,1,0,0,0,3,16,NULL,14,NULL,'r14',X'D1FD5358C6A351AF1BFE79AB54AF3C91',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0015043C2F703E','Below what is deleted'),
(1858450489344000000,1,2,NULL,0,8,0,1,0,0,0,3,16,NULL,15,NULL,'r15',X'61EA07FB9EA7FBB088B070DDE818CDCE',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0017043C2F703E','Before the shadow falls'),
(1883208489447194624,1,2,NULL,0,8,1,1,8,0,0,3,57,NULL,28,NULL,'r16',X'6464AD5BF667EB57D2122D1408F9F3C2',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0013043C2F703E','Seen by nobody else'),
(1883208489447194625,1,1,1858449608540160000,1,3,0,1,0,0,0,3,16,NULL,29,NULL,'r17',X'5A4C81AEFC66285711C77F30BF6B9194',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0019043C2F703E','Told to those who follow.'),
(1883251051328438272,1,2,1858450111856640000,1,2,0,1,0,0,0,1,16,NULL,31,NULL,'r30',X'2530D8AB206FF0B658D01896E0C1ED5A',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E0024043C2F703E','Written by the program of version 6.'),
(1883251051329486848,1,2,NULL,0,12,0,2,0,0,0,1,16,1,31,1796008158998,'r31',X'E776FC0C9786E2C6FC1944C1DE46D0F8',NULL,NULL,NULL,NULL,X'103C70206469723D5C226175746F5C223E001D043C2F703E','A name with nearly everything');
DELETE FROM forgotten_addresses;
INSERT INTO forgotten_addresses VALUES
(1,0);
INSERT INTO revisions VALUES
(1858449734369280000,1,1772355780000,'다리는 언제 열리나요? See the council’s page.'),
(1883251051329486848,1,1796008158998,'A name with everything');
INSERT INTO rewrites VALUES
(1,1858450048942080000);
INSERT INTO tallies VALUES
(1,0,1858449608540160000,0,1,0,3,1,3,2,2,2),
(1,0,1858449797283840000,0,0,0,0,0,0,0,0,0),
(1,0,1858449860198400000,3,0,0,0,0,0,0,0,0),
(1,0,1858449923112960000,0,0,0,0,1,0,0,0,0),
(1,0,1858449986027520000,0,0,0,0,0,0,0,0,0),
(1,0,1858450048942080000,4,0,0,0,0,0,0,0,0),
(1,1858449608540160000,1858449671454720000,0,0,0,1,1,1,1,1,1),
(1,1858449608540160000,1883208489447194625,0,0,0,0,0,0,0,0,0),
(1,1858449671454720000,1858449734369280000,0,0,0,2,0,0,0,0,0),
(2,0,1858450111856640000,0,0,0,1,0,2,2,2,2),
(2,0,1858450237685760000,4,0,0,0,0,1,1,1,1),
(2,0,1858450300600320000,1,0,0,0,0,0,0,0,0),
(2,0,1858450489344000000,0,0,0,0,0,0,0,0,0),
(2,0,1883208489447194624,1,0,0,0,0,0,0,0,0),
(2,0,1883251051329486848,0,0,0,0,1,0,0,0,0),
(2,1858450111856640000,1858450174771200000,0,0,0,0,0,0,0,0,0),
(2,1858450111856640000,1883251051328438272,0,0,0,1,0,0,0,0,0),
(2,1858450237685760000,1858450426429440000,0,0,0,0,0,0,0,0,0),
(3,0,1858450363514880000,0,0,0,0,0,0,0,0,0);
DELETE FROM editions;
INSERT INTO editions VALUES
(1,0,NULL,45000.0,NULL,NULL,1,0,0,0);
INSERT INTO fits VALUES
(1,1,3,0,1795967568824,0,0,0,0.0,0,0,0,11,0.0,0.0,0.0,0.0,0.0,0,0,0);
INSERT INTO votes VALUES
(1858449608540160000,2,1,1,1772445600000),
(1858449608540160000,3,1,1,1772445600000),
(1858449608540160000,6,-1,1,1772445600000),
(1858449608540160000,9,1,1,1772445600000),
(1858449671454720000,1,1,1,1772445600000),
(1858449671454720000,3,-1,1,1772445600000),
(1858449734369280000,1,1,1,1772445600000),
(1858449734369280000,2,1,1,1772445600000),
(1858449923112960000,9,-1,1,1772445600000),
(1858450111856640000,1,0,1,1772445600000),
(1858450111856640000,2,1,1,1772445600000),
(1883251051328438272,1,1,1,1796008158998),
(1883251051329486848,3,-1,1,1796008158998);
INSERT INTO sanctions VALUES
(1,1,5,NULL,5,1795967568824,NULL,'sells',10,0),
(2,1,8,NULL,3,1795967568824,2082758400000,'quarrels',10,0),
(3,1,2,NULL,1,1795967568824,NULL,'language',10,0);
INSERT INTO shadows VALUES
(2,1883208489447194624);
INSERT INTO flags VALUES
(1858449608540160000,6,0,'other',NULL,1772449500000,1000,0,0,NULL),
(1858449671454720000,3,0,'abuse',NULL,1772449500000,1000,0,0,NULL),
(1858449671454720000,9,0,'abuse','He calls names',1772449200000,1000,0,0,NULL),
(1858449923112960000,1,0,'off_topic',NULL,1772449500000,1000,0,0,NULL),
(1883251051328438272,4,0,'spam',NULL,1796008158998,1000,0,0,NULL);
INSERT INTO flag_totals VALUES
(1858449608540160000,'other',1,1000,1,1000),
(1858449671454720000,'abuse',2,2000,2,2000),
(1858449923112960000,'off_topic',1,1000,1,1000),
(1883251051328438272,'spam',1,1000,1,1000);
INSERT INTO cases VALUES
(1858449608540160000,1,1,1772449500000,1.0,4.0,1.23084770833333328478e+05,NULL,NULL,0),
(1858449671454720000,1,1,1772449200000,6.0,3.0,1.23082580074998564664e+05,NULL,NULL,0),
(1858449923112960000,1,1,1772355960000,3.0,2.0,1.23077690037499269237e+05,11,1795967868824,0),
(1858450300600320000,1,0,1772356320000,2.0,1.0,123079.3,NULL,NULL,0),
(1883251051328438272,1,1,1796008158998,2.0,2.0,1.24720788819305555079e+05,NULL,NULL,0);
INSERT INTO reasons VALUES
(1858449671454720000,1,0,'rude','mask','matches a listed word',24,33,1,NULL,0),
(1858449797283840000,1,0,'links','hold','1 link, at least 1',5,33,1,NULL,0),
(1858449860198400000,1,0,'casino','spam','matches a listed word',5,11,1,NULL,0),
(1858449923112960000,1,0,'shouting','flag','matches a listed word',7,12,1,NULL,0),
(1858450300600320000,1,0,'links','hold','1 link, at least 1',14,31,1,NULL,0),
(1858450300600320000,1,1,'rude','mask','matches a listed word',38,47,1,NULL,0);
INSERT INTO judgements VALUES
(1858449608540160000,1,1,0,'[0,0,0,0,0,0]'),
(1858449671454720000,1,1,0,'[0,0,0,1,0,0]'),
(1858449734369280000,1,1,0,'[0,0,0,2,0,0]'),
(1858449734369280000,2,1,0,'[1,0,23611788,5,0,0]'),
(1858449797283840000,1,1,1,'[0,0,0,3,0,0]'),
(1858449860198400000,1,1,3,'[0,0,0,3,0,0]'),
(1858449923112960000,1,1,0,'[1,0,240,3,0,0]'),
(1858449986027520000,1,1,0,'[1,0,360,4,0,0]'),
(1858450048942080000,1,1,0,'[0,0,0,5,0,0]'),
(1858450111856640000,1,1,0,'[1,0,360,0,0,0]'),
(1858450174771200000,1,1,0,'[2,0,480,1,60,0]'),
(1858450237685760000,1,1,0,'[2,0,600,2,120,0]'),
(1858450300600320000,1,1,1,'[2,0,540,3,180,0]'),
(1858450363514880000,1,2,0,'[0,0,0,0,0,0]'),
(1858450426429440000,1,1,0,'[3,0,720,3,300,0]'),
(1858450489344000000,1,1,0,'[0,0,0,4,360,0]'),
(1883208489447194624,1,1,1,'[1,0,23611068,4,23611428,0]'),
(1883208489447194625,1,1,0,'[2,0,23611788,7,0,0]'),
(1883251051328438272,1,3,0,'[4,0,23652438,4,23652018,0]'),
(1883251051329486848,1,3,0,'[0,0,0,5,23652018,0]'),
(1883251051329486848,2,3,0,'[0,0,0,5,23652018,0]');
INSERT INTO rule_sets VALUES
(1,1,X'F78F605589F485CBFD22FE3DF725803C',3,1795967568821,'[{"name":"links","then":"hold","when":{"links":{"min":1}}},{"name":"rude","then":"mask","when":{"words":["blockhead"]}},{"name":"casino","then":"spam","when":{"words":["casino"]}},{"name":"shouting","then":"flag","when":{"words":["fishy"]}}]','{}'),
(2,2,X'F78F605589F485CBFD22FE3DF725803C',3,1795967568824,'[{"name":"links","then":"hold","when":{"links":{"min":1}}},{"name":"rude","then":"mask","when":{"words":["blockhead"]}},{"name":"casino","then":"spam","when":{"words":["casino"]}},{"name":"shouting","then":"flag","when":{"words":["fishy"]}}]','{}'),
(3,1,X'D508A35F66F651F6374C01EDBFF72D48',1,1796008158997,'[{"final":true,"name":"staff","then":"approve","when":{"author":{"role":"staff"}}},{"final":true,"name":"moderators","then":"approve","when":{"author":{"role":"moderator"}}},{"name":"slurs-en","then":"reject","when":{"words":"words/en.txt"}},{"name":"slurs-ko","then":"reject","when":{"words":"words/ko.txt"}},{"name":"slurs-ja","then":"reject","when":{"words":"words/ja.txt"}},{"name":"link-flood","then":"spam","when":{"author":{"approved":{"max":2}},"links":{"min":5}}},{"name":"link-newcomer","then":"hold","when":{"author":{"approved":{"max":2}},"links":{"min":2}}},{"name":"link-list","then":"hold","when":{"links":{"min":12}}},{"name":"sales-en","then":"spam","when":{"author":{"approved":{"max":9}},"links":{"min":1},"words":["online casino","casino bonus","buy viagra","cheap viagra","buy cialis","buy followers","buy backlinks","payday loan","payday loans","forex signals","replica watches","essay writing service"]}},{"name":"sales-ko","then":"spam","when":{"author":{"approved":{"max":9}},"links":{"min":1},"pattern":"가입|쿠폰|추천인|첫충|먹튀","words":["카지노","바카라","토토","슬롯","작업대출"]}},{"name":"sales-ja","then":"spam","when":{"author":{"approved":{"max":9}},"links":{"min":1},"pattern":"登録|無料|稼げ|ボーナス","words":["オンラインカジノ","出会い系","副業","情報商材"]}},{"name":"self-promotion","then":"hold","when":{"author":{"approved":{"max":2}},"pattern":"(?:check(?: it)? out|subscribe to|visit|watch|listen to|come to|look at) (?:my|our) (?:new )?(?:channel|video|page|site|web|blog|store|shop|music|song|cover|profile)|subscribe to me|(?:check|subscribe)(?: me)? out(?: please| pls)?[!. ]{0,3}$"}},{"name":"prizes","then":"hold","when":{"author":{"approved":{"max":2}},"pattern":"(?:you have|you''ve|u have|u''ve) (?:won|been (?:selected|chosen))|claim (?:your|ur|the|ya) (?:prize|reward|cash|award|bonus)|guaranteed (?:cash|prize|award)|(?:txt|text|send) .{1,20} to [0-9]{4,6}\\b"}},{"name":"work-at-home","then":"hold","when":{"author":{"approved":{"max":2}},"links":{"min":1},"pattern":"(?:earn|mak|paid).{0,20}[$€£][0-9]","words":["from home","from my home","my laptop","from anywhere"]}},{"name":"foreign-markup","then":"hold","when":{"author":{"approved":{"max":2}},"pattern":"\\[(?:url|link)[=\\]]|<a {1,3}href"}},{"name":"chat-invitation","then":"hold","when":{"author":{"approved":{"max":2}},"links":{"domains":["t.me","wa.me","chat.whatsapp.com","discord.gg","open.kakao.com","lin.ee"]}}},{"name":"short-link","then":"hold","when":{"author":{"approved":{"max":2}},"links":{"domains":["bit.ly","tinyurl.com","cutt.ly","is.gd","rb.gy","shorturl.at"]}}},{"name":"link-old-page","then":"hold","when":{"author":{"approved":{"max":2}},"links":{"min":1},"thread":{"age_s":{"min":2592000}}}},{"name":"resident-number","then":"hold","when":{"pattern":"\\b\\d{6}-[1-4]\\d{6}\\b"}},{"name":"often-refused","then":"hold","when":{"author":{"rejected":{"min":3},"rejected_ratio":{"min":0.5}}}},{"name":"shouting","then":"flag","when":{"caps":{"min_ratio":0.8},"length":{"min":60}}},{"name":"swearing","then":"mask","when":{"words":["fuck","fucks","fucked","fucking","motherfucker","motherfuckers","shit","shitty","bullshit","asshole","assholes","씨발","씨팔","개새끼","개새끼들","좆같은","クソ野郎","くそ野郎"]}},{"name":"learned-spam","then":"hold","when":{"classifier":{"spam":{}}}},{"name":"learned-offence","then":"flag","when":{"classifier":{"toxic":{}}}}]','{"words/en.txt":"# Slurs and hateful abuse in English: a comment with one of these is refused.\n#\n# A word or phrase a line, whole words only, in any case and width; plurals stand on lines of their\n# own. Left out on purpose is whatever also means something harmless, such as the chinks in an\n# argument, kaffir limes, the nickname Kike, a car''s tranny, or faggots and peas, and threats that\n# are as often told of as made.\n\n# Against peoples and origins\nnigger\nniggers\nnignog\nnignogs\njigaboo\njigaboos\nporch monkey\nporch monkeys\njungle bunny\njungle bunnies\nkaffirs\ngook\ngooks\nzipperhead\nzipperheads\nching chong\njaps\nspics\nwetback\nwetbacks\nbeaner\nbeaners\npaki\npakis\npikey\npikeys\n\n# Against religions\nkikes\nraghead\nragheads\ntowelhead\ntowelheads\nmudslime\nmudslimes\nrapefugees\n\n# Against women, sexual orientation and disability\ncunt\ncunts\nfaggotry\nfucking faggot\nfucktard\n\n# Wishes of harm\ngo kill yourself\nhope you get raped\nsubhuman scum\n","words/ja.txt":"# Slurs and hateful abuse in Japanese: a comment with one of these is refused.\n#\n# A word or phrase a line. Kanji and Hiragana are found anywhere, even inside longer words, so only\n# what no harmless word contains stands here. Katakana must not touch other Katakana: ガイジ is not\n# found in ガイジン. Left out on purpose: 鮮人 (in 朝鮮人), 売女 (in 販売女性), 土人 (in 土人形),\n# 死ね alone (in 死ねば, 死ねない), を殺せ (in を殺せる), 基地外 (outside a base), チョン (a surname)\n# and what it begins.\n\n# Against peoples and origins\nバカチョン\nクソチョン\n糞チョン\nチョンコロ\nチョッパリ\nキムチ野郎\n朝鮮ヒトモドキ\n朝鮮ゴキブリ\nゴキブリ朝鮮人\nゴキブリ韓国人\nゴキブリ中国人\nゴキブリ在日\n寄生虫在日\nウジ虫在日\nザパニーズ\nチャンコロ\nシナ豚\n支那豚\nジャップ\nニガー\n露助\nクソガイジン\n\n# Against women, sexual orientation and disability\nガイジ\n肉便器\nヤリマン\nクソアマ\nクソビッチ\nホモ野郎\nオカマ野郎\n\n# Wishes of harm\n死ねカス\n死ねクズ\n死ねゴミ\n死ねボケ\n","words/ko.txt":"# Slurs and hateful abuse in Korean: a comment with one of these is refused.\n#\n# A word or phrase a line. A word is found where a run of syllables begins with it and nothing but\n# particles follows, so compounds stand on lines of their own. Left out on purpose is whatever also\n# means something harmless: 시발 (a beginning), 홍어 (a fish), 튀기 (as in 튀기는, frying), 뒤져라\n# (search!), 병신 (also the year 丙申), and words that are themselves a subject of debate.\n\n# Against peoples and origins\n쪽바리\n쪽발이\n쪽바리새끼\n쪽발이새끼\n섬숭이\n조센징\n짱깨\n짱개\n짱깨새끼\n짱개새끼\n짱꼴라\n짱퀴벌레\n착짱죽짱\n중국인새끼\n일본인새끼\n조선족새끼\n깜둥이\n깜둥이새끼\n흑인새끼\n똥남아\n똥양인\n개슬람\n\n# Against regions of Korea\n전라디언\n절라디언\n개쌍도\n\n# Against women, sexual orientation and disability\n보슬아치\n씨발년\n시발년\n썅년\n씹년\n걸레년\n갈보년\n똥꼬충\n게이새끼\n호모새끼\n젠신병자\n장애인새끼\n병신새끼\n\n# Against a person''s family, and wishes of harm\n느금마\n니애미\n나가 뒤져라\n나가뒤져라\n"}');
INSERT INTO history VALUES
(16,1,1795967568824,10,'edit',1858449734369280000,3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(17,1,1795967568824,NULL,'approve',1858449734369280000,3,0,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(18,1,1795967568824,10,'delete',1858450237685760000,1,0,4,0,0,NULL,NULL,NULL,NULL,NULL,NULL),
(19,1,1795967568824,10,'approve',1858449797283840000,4,1,0,0,0,'a source',NULL,23611728824,NULL,NULL,NULL),
(20,1,1795967568824,10,'pin',1858449608540160000,1,0,0,0,1,NULL,NULL,NULL,NULL,NULL,NULL),
(21,1,1795967568824,10,'reject',1858449923112960000,2,0,2,0,0,'guesswork',NULL,23611608824,NULL,NULL,NULL),
(22,1,1795967568824,10,'undo',1858449923112960000,2,2,0,0,0,NULL,NULL,NULL,21,NULL,NULL),
(23,1,1795967568824,10,'feature',1858449986027520000,1,0,0,0,4,NULL,NULL,NULL,NULL,NULL,NULL),
(24,1,1795967568824,10,'close',1858450174771200000,2,0,0,0,2,NULL,NULL,NULL,NULL,NULL,NULL),
(25,1,1795967568824,10,'ban',NULL,5,NULL,NULL,NULL,NULL,'sells',NULL,NULL,NULL,NULL,NULL),
(26,1,1795967568824,10,'shadow',NULL,8,NULL,NULL,NULL,NULL,'quarrels',NULL,NULL,NULL,2082758400000,NULL),
(27,1,1795967568824,10,'warn',NULL,2,NULL,NULL,NULL,NULL,'language',NULL,NULL,NULL,NULL,NULL),
(30,1,1795967568824,10,'erase',NULL,6,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(31,1,1795967568902,6,'delete',1858450048942080000,6,0,4,0,0,NULL,NULL,NULL,NULL,NULL,NULL),
(32,1,1796008158998,12,'edit',1883251051329486848,12,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(33,1,1796008158998,NULL,'approve',1883251051329486848,12,0,0,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL);
INSERT INTO lessons VALUES
(1858449797283840000,1,1,0);
INSERT INTO events VALUES
(1,1,'[["thread",1795967568820,1,null,{"closed":false}]]'),
(1,3,'[["comment.submitted",1772355660000,1,1858449608540160000,{"status":"approved"}],["comment.submitted",1772355720000,1,1858449671454720000,{"status":"approved"}]]'),
(1,39,'[["comment.submitted",1772355780000,1,1858449734369280000,{"status":"approved"}],["comment.submitted",1772355840000,1,1858449797283840000,{"status":"pending"}],["comment.submitted",1772355900000,1,1858449860198400000,{"status":"spam"}],["comment.submitted",1772355960000,1,1858449923112960000,{"status":"approved"}],["comment.submitted",1772356020000,1,1858449986027520000,{"status":"approved"}],["comment.submitted",1772356080000,1,1858450048942080000,{"status":"approved"}],["comment.submitted",1772356140000,2,1858450111856640000,{"status":"approved"}],["comment.submitted",1772356200000,2,1858450174771200000,{"status":"approved"}],["comment.submitted",1772356260000,2,1858450237685760000,{"status":"approved"}],["comment.submitted",1772356320000,2,1858450300600320000,{"status":"pending"}],["comment.submitted",1772356440000,2,1858450426429440000,{"status":"approved"}],["comment.submitted",1772356500000,2,1858450489344000000,{"status":"approved"}],["votes",1795967568824,1,1858449608540160000,{"up":3,"down":1,"score":2}],["votes",1795967568824,1,1858449671454720000,{"up":1,"down":1,"score":0}],["votes",1795967568824,1,1858449734369280000,{"up":2,"down":0,"score":2}],["votes",1795967568824,2,1858450111856640000,{"up":1,"down":0,"score":1}],["votes",1795967568824,1,1858449923112960000,{"up":0,"down":1,"score":-1}],["comment.edited",1795967568824,1,1858449734369280000,{"revision":2}],["comment.deleted",1795967568824,2,1858450237685760000,{"from":"approved","to":"deleted"}],["flag",1795967568824,1,1858449671454720000,{"flags":1,"reason":"abuse"}],["flag",1795967568824,1,1858449671454720000,{"flags":2,"reason":"abuse"}],["flag",1795967568824,1,1858449923112960000,{"flags":1,"reason":"off_topic"}],["flag",1795967568824,1,1858449608540160000,{"flags":1,"reason":"other"}],["comment.status",1795967568824,1,1858449797283840000,{"from":"pending","to":"approved"}],["comment.status",1795967568824,1,1858449608540160000,{"from":"approved","to":"approved","pinned":true,"closed":false,"featured":false}],["comment.status",1795967568824,1,1858449923112960000,{"from":"approved","to":"rejected"}],["flag",1795967568824,1,1858449923112960000,{"flags":0}],["comment.status",1795967568824,1,1858449923112960000,{"from":"rejected","to":"approved"}],["flag",1795967568824,1,1858449923112960000,{"flags":1}],["comment.status",1795967568824,1,1858449986027520000,{"from":"approved","to":"approved","pinned":false,"closed":false,"featured":true}],["comment.status",1795967568824,2,1858450174771200000,{"from":"approved","to":"approved","pinned":false,"closed":true,"featured":false}],["person",1795967568824,null,null,{"person":"spam","kind":"ban","until":null}],["person",1795967568824,null,null,{"person":"shade","kind":"shadow","until":"2036-01-01T00:00:00.000Z"}],["person",1795967568824,null,null,{"person":"bob","kind":"warn","until":null}],["comment.submitted",1795967568824,2,1883208489447194624,{"status":"pending","shadowed":true}],["comment.submitted",1795967568824,1,1883208489447194625,{"status":"approved"}]]'),
(1,41,'[["comment.deleted",1795967568902,1,1858450048942080000,{"from":"approved","to":"deleted"}],["comment.edited",1795967568902,1,1858450048942080000,{"revision":2}]]'),
(1,42,'[["rules",1796008158993,null,null,{"version":1}]]'),
(1,43,'[["comment.submitted",1796008158997,2,1883251051328438272,{"status":"approved"}]]'),
(1,48,'[["comment.submitted",1796008158998,2,1883251051329486848,{"status":"approved"}],["votes",1796008158998,2,1883251051328438272,{"up":1,"down":0,"score":1}],["votes",1796008158998,2,1883251051329486848,{"up":0,"down":1,"score":-1}],["comment.edited",1796008158998,2,1883251051329486848,{"revision":2}],["flag",1796008158998,2,1883251051328438272,{"flags":1,"reason":"spam"}]]'),
(2,2,'[["comment.submitted",1772356380000,3,1858450363514880000,{"status":"approved"}],["thread",1795967568824,null,null,{"closed":false}]]'),
(2,3,'[["rules",1796008158993,null,null,{"version":1}]]');
INSERT INTO subscriptions VALUES
(1,1,3,2,0,0,NULL,1795967568824,NULL,X'97F19E353FB577B6A716C252B75F620C'),
(2,1,9,1,0,0,'eve@mail.example',1795967568824,NULL,X'11901F2C094844EDD777FD6047B5B8B6'),
(3,1,1,2,1,0,'ann@mail.example',1795967568824,1795967568824,X'1D0C5B05FC9109A6D197AE6D39406244');
DELETE FROM token_uses;
INSERT INTO token_uses VALUES
(1,0);
INSERT INTO notices VALUES
(1,1,1,1,NULL,3,1,0,1795967568824,1795967568824,0,NULL),
(2,1,0,3,1858450174771200000,1,0,0,1795967568838,1795967568838,0,NULL),
(3,1,0,3,1858450237685760000,1,0,0,1795967568842,1795967568842,0,NULL),
(4,1,0,3,1858450426429440000,1,0,0,1795967568892,1795967568892,0,NULL),
(5,1,0,3,1858450489344000000,1,0,0,1795967568894,1795967568894,0,NULL),
(6,1,0,9,1883208489447194625,2,1,0,1795967568897,1795967568897,0,NULL),
(7,1,0,3,1883251051328438272,1,0,0,1796008159002,1796008159002,0,NULL),
(8,1,0,3,1883251051329486848,1,0,0,1796008159002,1796008159002,0,NULL);
INSERT INTO key_log VALUES
(1,1795967568821,X'0B22A8E9A7CE059E125BCC2EC5F31E39F6C4A54956FF8C7232E63ADD9C2B0127000001A228024BB5000002DB7B22636F6D6D656E74223A7B226964223A22314B4A4D413241373030303030222C22726566223A227231222C2273697465223A2264656661756C74222C22746872656164223A2268747470733A2F2F70617065722E6578616D706C652F6F6E65222C22706172656E745F6964223A6E756C6C2C226465707468223A302C22617574686F72223A7B226964223A22616E6E222C226E616D65223A22416E6E204C6565222C22626164676573223A5B5D7D2C22626F6479223A225468652062726964676520776173202A2A636C6F7365642A2A20666F722061207765656B2E5C6E5C6E3E207468657920736169642061206461795C6E5C6E2D206F6E655C6E2D2074776F222C2268746D6C223A223C70206469723D5C226175746F5C223E5468652062726964676520776173203C7374726F6E673E636C6F7365643C2F7374726F6E673E20666F722061207765656B2E3C2F703E3C626C6F636B71756F74653E3C70206469723D5C226175746F5C223E7468657920736169642061206461793C2F703E3C2F626C6F636B71756F74653E3C756C3E3C6C69206469723D5C226175746F5C223E6F6E653C2F6C693E3C6C69206469723D5C226175746F5C223E74776F3C2F6C693E3C2F756C3E222C22737461747573223A22617070726F766564222C227265766973696F6E223A312C22637265617465645F6174223A22323032362D30332D30315430393A30313A30302E3030305A222C226564697465645F6174223A6E756C6C2C22766F746573223A7B227570223A302C22646F776E223A302C2273636F7265223A307D2C227265706C696573223A302C2264657363656E64616E7473223A302C22616E63686F72223A6E756C6C2C2270696E6E6564223A66616C73652C22636C6F736564223A66616C73652C226665617475726564223A66616C73657D2C226465636973696F6E223A7B22737461747573223A22617070726F766564222C2272756C6573223A332C22726561736F6E73223A5B5D7D7D'),
(2,1795967568824,X'ABF07D017F0DD002E7F975E467B480C45A4C81AEFC66285711C77F30BF6B9194000001A228024BB8000002297B22636F6D6D656E74223A7B226964223A22314D384D30344A585230303031222C22726566223A22723137222C2273697465223A2264656661756C74222C22746872656164223A2268747470733A2F2F70617065722E6578616D706C652F6F6E65222C22706172656E745F6964223A22314B4A4D413241373030303030222C226465707468223A312C22617574686F72223A7B226964223A22636C656F222C226E616D65223A22ED81B4EBA088EC98A4222C22626164676573223A5B5D7D2C22626F6479223A22546F6C6420746F2074686F73652077686F20666F6C6C6F772E222C2268746D6C223A223C70206469723D5C226175746F5C223E546F6C6420746F2074686F73652077686F20666F6C6C6F772E3C2F703E222C22737461747573223A22617070726F766564222C227265766973696F6E223A312C22637265617465645F6174223A22323032362D31312D32395431353A35323A34382E3832345A222C226564697465645F6174223A6E756C6C2C22766F746573223A7B227570223A302C22646F776E223A302C2273636F7265223A307D2C227265706C696573223A302C2264657363656E64616E7473223A302C22616E63686F72223A6E756C6C2C2270696E6E6564223A66616C73652C22636C6F736564223A66616C73652C226665617475726564223A66616C73657D2C226465636973696F6E223A7B22737461747573223A22617070726F766564222C2272756C6573223A332C22726561736F6E73223A5B5D7D7D'),
(3,1796008158997,X'2A686C3B2E7C01F5743A749AD80870672530D8AB206FF0B658D01896E0C1ED5A000001A22A6DA715000002547B22636F6D6D656E74223A7B226964223A22314D384E365639524E30303030222C22726566223A22723330222C2273697465223A2264656661756C74222C22746872656164223A2274776F222C22706172656E745F6964223A22314B4A4D4147595A3030303030222C226465707468223A312C22617574686F72223A7B226964223A22626F62222C226E616D65223A22426F62205C227468655C222042222C22626164676573223A5B5D2C2275726C223A2268747470733A2F2F626F622E6578616D706C652FC3A93F613D3126623D5C5C227D2C22626F6479223A225772697474656E206279207468652070726F6772616D206F662076657273696F6E20362E222C2268746D6C223A223C70206469723D5C226175746F5C223E5772697474656E206279207468652070726F6772616D206F662076657273696F6E20362E3C2F703E222C22737461747573223A22617070726F766564222C227265766973696F6E223A312C22637265617465645F6174223A22323032362D31312D33305430333A30393A31382E3939375A222C226564697465645F6174223A6E756C6C2C22766F746573223A7B227570223A302C22646F776E223A302C2273636F7265223A307D2C227265706C696573223A302C2264657363656E64616E7473223A302C22616E63686F72223A6E756C6C2C2270696E6E6564223A66616C73652C22636C6F736564223A66616C73652C226665617475726564223A66616C73657D2C226465636973696F6E223A7B22737461747573223A22617070726F766564222C2272756C6573223A312C22726561736F6E73223A5B5D7D7D'),
(4,1796008158998,X'50F5A01D55001F74B4FD4CF58A1B3B8E48891181300B8D73F0C3499831370155000001A22A6DA716000000447B226964223A22314D384E365639524E30303030222C22766F746573223A7B227570223A312C22646F776E223A302C2273636F7265223A317D2C2276616C7565223A317D');
DELETE FROM key_progress;
INSERT INTO key_progress VALUES
(1,0);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES
('subscriptions',3),
('notices',8),
('fits',1),
('rewrites',1);

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
CREATE UNIQUE INDEX comments_by_ref ON comments (site_id, ref) WHERE ref IS NOT NULL;
CREATE INDEX comments_by_author ON comments (author_id, id);
CREATE INDEX comments_own_pending ON comments (author_id, thread_id, id) WHERE status = 1;
CREATE INDEX comments_visible ON comments (thread_id, id) WHERE status = 0;
CREATE INDEX comments_hidden ON comments (thread_id, id) WHERE status <> 0;
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

-- Who did what, for good. actor_id is NULL where the rules decided. An entry is written with the
-- rows that it names, which no one deletes, and never again: so no statement checks them.
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
-- Leads to a site's latest comments too: each has an entry with to_status and no from_status, at
-- the time of its making.
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
(1,'default',1795967568820,41,0,X'f78f605589f485cbfd22fe3df725803c',16,11,3,1,3,0,0,0,0,'best',1),
(2,'sport',1772356380000,2,0,X'f78f605589f485cbfd22fe3df725803c',1,0,0,0,0,0,1,0,0,'newest',1);
INSERT INTO threads VALUES
(1,1,'https://paper.example/one','On bridges','https://paper.example/one',0,NULL,NULL,NULL,NULL,NULL,1795967568820,1795967568824,7,0,0,1,0,4,4,6,NULL,0,0,1),
(2,1,'two',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,1772356140000,1772356500000,4,1,1,1,1,2,3,5,NULL,0,0,1),
(3,2,'t',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,1772356380000,1772356380000,1,0,0,0,0,1,1,1,NULL,0,0,1);
INSERT INTO persons VALUES
(1,1,'ann','Ann Lee',NULL,'ann@mail.example',1772355660000,2,0,0,0,0,0),
(2,1,'bob','Bob','https://bob.example',NULL,1772355720000,4,0,0,0,0,0),
(3,1,'cleo','클레오',NULL,NULL,1772355780000,3,0,0,0,0,0),
(4,1,'dora','Dora',NULL,NULL,1772355840000,1,0,0,0,0,0),
(5,1,'spam','Spammer',NULL,NULL,1772355900000,0,1,0,0,1,3),
(6,1,NULL,NULL,NULL,NULL,1772356080000,0,0,0,0,0,0),
(7,2,'eve','Eve',NULL,NULL,1772356380000,1,0,0,0,0,0),
(8,1,'shade','Shade',NULL,NULL,1772356500000,1,0,0,0,0,1),
(9,1,'eve',NULL,NULL,'eve@mail.example',1772445600000,0,0,0,0,0,0),
(10,1,'mod-1','Mod One',NULL,NULL,1795967568824,0,0,0,0,0,0),
(11,1,'mod-2',NULL,NULL,NULL,1795967568824,0,0,0,0,0,0);
INSERT INTO comments VALUES
(1858449608540160000,1,1,NULL,0,1,0,1,1,0,0,3,NULL,'r1',X'f6c4a54956ff8c7232e63add9c2b0127','203.0.113.7','Agent/1',NULL,NULL,X'103c70206469723d5c226175746f5c223e000f083c7374726f6e673e0406093c2f7374726f6e673e040c203c2f703e3c626c6f636b71756f74653e3c70206469723d5c226175746f5c223e080f4c3c2f703e3c2f626c6f636b71756f74653e3c756c3e3c6c69206469723d5c226175746f5c223e6f6e653c2f6c693e3c6c69206469723d5c226175746f5c223e74776f3c2f6c693e3c2f756c3e','The bridge was **closed** for a week.

> they said a day

- one
- two'),
(1858449671454720000,1,1,1858449608540160000,1,2,0,1,0,0,0,3,NULL,'r2',X'254f6456a8f4d6733ce79f06fa2126d2',NULL,NULL,NULL,'Whoever planned it is a *********.',X'103c70206469723d5c226175746f5c223e0022043c2f703e','Whoever planned it is a blockhead.'),
(1858449734369280000,1,1,1858449671454720000,2,3,0,2,0,0,0,3,1795967568824,'r3',X'152e7b7dbec00db0440a08022a532372',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e001f043c656d3e0204053c2f656d3e0213043c2f703e','다리는 언제 열리나요? *Soon*, says the council.'),
(1858449797283840000,1,1,NULL,0,4,0,2,0,0,1,3,NULL,'r4',X'd9b40fad71137db02fdbe97f86c9f90a',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e00050a3c6120687265663d5c22001c215c222072656c3d5c22756763206e6f666f6c6c6f77206e6f6f70656e65725c223e391c043c2f613e000a043c2f703e','Read https://blog.example/bridges for more.'),
(1858449860198400000,1,1,NULL,0,5,3,1,0,0,0,3,NULL,'r5',X'55f1decdcd2706132780462ffe7e220e',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0013043c2f703e','Best casino in town'),
(1858449923112960000,1,1,NULL,0,2,0,3,0,0,0,3,NULL,'r6',X'728f4cb09c699cc410dd07dc345c5a3e',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0013043c2f703e','Smells fishy to me.'),
(1858449986027520000,1,1,NULL,0,1,0,1,4,0,0,3,NULL,'r7',X'2d2f294ed6c15fbb7d66dc24390b1951','203.0.113.7','Agent/1','{"exact":"a week","prefix":"closed for ","start":24,"end":30}',NULL,X'103c70206469723d5c226175746f5c223e0015043c2f703e','A quote of the piece.'),
(1858450048942080000,1,1,NULL,0,6,4,2,0,0,0,3,NULL,'r8',NULL,NULL,NULL,NULL,NULL,X'',''),
(1858450111856640000,1,2,NULL,0,3,0,1,0,0,0,3,NULL,'r9',X'4cd6b4e32584653e72387456d24f2162',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e001b043c2f703e','Another page, another view.'),
(1858450174771200000,1,2,1858450111856640000,1,2,0,1,2,0,0,3,NULL,'r10',X'c90189c1a121806786c5d9b5c741334c',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0013043c2f703e','A reply over there.'),
(1858450237685760000,1,2,NULL,0,1,4,2,0,0,0,3,NULL,'r11',X'5bfffdcf9910ce94746960ef32e329b8','203.0.113.7','Agent/1',NULL,NULL,X'103c70206469723d5c226175746f5c223e000d043c2f703e','To be deleted'),
(1858450300600320000,1,2,NULL,0,3,1,1,0,0,0,3,NULL,'r12',X'4ff6d24307783b9a38b950081e0bd8e6',NULL,NULL,NULL,'Pending words https://x.example and a *********',X'103c70206469723d5c226175746f5c223e000e0a3c6120687265663d5c220011365c222072656c3d5c22756763206e6f666f6c6c6f77206e6f6f70656e65725c223e68747470733a2f2f782e6578616d706c653c2f613e0010043c2f703e','Pending words https://x.example and a blockhead'),
(1858450363514880000,2,3,NULL,0,7,0,1,0,0,0,3,NULL,'r13',X'd11b8c0ab3d008a669a70aca45788c9c',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0014043c2f703e','On a site of its own'),
(1858450426429440000,1,2,1858450237685760000,1,2,0,1,0,0,0,3,NULL,'r14',X'd1fd5358c6a351af1bfe79ab54af3c91',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0015043c2f703e','Below what is deleted'),
(1858450489344000000,1,2,NULL,0,8,0,1,0,0,0,3,NULL,'r15',X'61ea07fb9ea7fbb088b070dde818cdce',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0017043c2f703e','Before the shadow falls'),
(1883208489447194624,1,2,NULL,0,8,1,1,8,0,0,3,NULL,'r16',X'6464ad5bf667eb57d2122d1408f9f3c2',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0013043c2f703e','Seen by nobody else'),
(1883208489447194625,1,1,1858449608540160000,1,3,0,1,0,0,0,3,NULL,'r17',X'5a4c81aefc66285711c77f30bf6b9194',NULL,NULL,NULL,NULL,X'103c70206469723d5c226175746f5c223e0019043c2f703e','Told to those who follow.');
DELETE FROM forgotten_addresses;
INSERT INTO forgotten_addresses VALUES
(1,0);
INSERT INTO revisions VALUES
(1858449734369280000,1,1772355780000,'다리는 언제 열리나요? See the council’s page.');
INSERT INTO rewrites VALUES
(1,1858450048942080000);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES
('subscriptions',3),
('notices',6),
('fits',1),
('rewrites',1);
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
(2,0,1858450111856640000,0,0,0,1,0,1,1,1,1),
(2,0,1858450237685760000,4,0,0,0,0,1,1,1,1),
(2,0,1858450300600320000,1,0,0,0,0,0,0,0,0),
(2,0,1858450489344000000,0,0,0,0,0,0,0,0,0),
(2,0,1883208489447194624,1,0,0,0,0,0,0,0,0),
(2,1858450111856640000,1858450174771200000,0,0,0,0,0,0,0,0,0),
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
(1858450111856640000,2,1,1,1772445600000);
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
(1858449923112960000,1,0,'off_topic',NULL,1772449500000,1000,0,0,NULL);
INSERT INTO flag_totals VALUES
(1858449608540160000,'other',1,1000,1,1000),
(1858449671454720000,'abuse',2,2000,2,2000),
(1858449923112960000,'off_topic',1,1000,1,1000);
INSERT INTO cases VALUES
(1858449608540160000,1,1,1772449500000,1.0,4.0,123084.77083333333,NULL,NULL,0),
(1858449671454720000,1,1,1772449200000,6.0,3.0,123082.58007499856,NULL,NULL,0),
(1858449923112960000,1,1,1772355960000,3.0,2.0,123077.69003749927,11,1795967868824,0),
(1858450300600320000,1,0,1772356320000,2.0,1.0,123079.3,NULL,NULL,0);
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
(1883208489447194625,1,1,0,'[2,0,23611788,7,0,0]');
INSERT INTO rule_sets VALUES
(1,1,X'f78f605589f485cbfd22fe3df725803c',3,1795967568821,'[{"name":"links","then":"hold","when":{"links":{"min":1}}},{"name":"rude","then":"mask","when":{"words":["blockhead"]}},{"name":"casino","then":"spam","when":{"words":["casino"]}},{"name":"shouting","then":"flag","when":{"words":["fishy"]}}]','{}'),
(2,2,X'f78f605589f485cbfd22fe3df725803c',3,1795967568824,'[{"name":"links","then":"hold","when":{"links":{"min":1}}},{"name":"rude","then":"mask","when":{"words":["blockhead"]}},{"name":"casino","then":"spam","when":{"words":["casino"]}},{"name":"shouting","then":"flag","when":{"words":["fishy"]}}]','{}');
INSERT INTO history VALUES
(1,1,1772355660000,NULL,'approve',1858449608540160000,1,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(2,1,1772355720000,NULL,'approve',1858449671454720000,2,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(3,1,1772355780000,NULL,'approve',1858449734369280000,3,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(4,1,1772355840000,NULL,'hold',1858449797283840000,4,NULL,1,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(5,1,1772355900000,NULL,'spam',1858449860198400000,5,NULL,3,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(6,1,1772355960000,NULL,'flag',1858449923112960000,2,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(7,1,1772356020000,NULL,'approve',1858449986027520000,1,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(8,1,1772356080000,NULL,'approve',1858450048942080000,6,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(9,1,1772356140000,NULL,'approve',1858450111856640000,3,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(10,1,1772356200000,NULL,'approve',1858450174771200000,2,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(11,1,1772356260000,NULL,'approve',1858450237685760000,1,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(12,1,1772356320000,NULL,'hold',1858450300600320000,3,NULL,1,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(13,2,1772356380000,NULL,'approve',1858450363514880000,7,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(14,1,1772356440000,NULL,'approve',1858450426429440000,2,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(15,1,1772356500000,NULL,'approve',1858450489344000000,8,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
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
(28,1,1795967568824,NULL,'shadow',1883208489447194624,8,NULL,1,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(29,1,1795967568824,NULL,'approve',1883208489447194625,3,NULL,0,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL),
(30,1,1795967568824,10,'erase',NULL,6,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(31,1,1795967568902,6,'delete',1858450048942080000,6,0,4,0,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO lessons VALUES
(1858449797283840000,1,1,0);
INSERT INTO events VALUES
(1,1,'[["thread",1795967568820,1,null,{"closed":false}]]'),
(1,3,'[["comment.submitted",1772355660000,1,1858449608540160000,{"status":"approved"}],["comment.submitted",1772355720000,1,1858449671454720000,{"status":"approved"}]]'),
(1,39,'[["comment.submitted",1772355780000,1,1858449734369280000,{"status":"approved"}],["comment.submitted",1772355840000,1,1858449797283840000,{"status":"pending"}],["comment.submitted",1772355900000,1,1858449860198400000,{"status":"spam"}],["comment.submitted",1772355960000,1,1858449923112960000,{"status":"approved"}],["comment.submitted",1772356020000,1,1858449986027520000,{"status":"approved"}],["comment.submitted",1772356080000,1,1858450048942080000,{"status":"approved"}],["comment.submitted",1772356140000,2,1858450111856640000,{"status":"approved"}],["comment.submitted",1772356200000,2,1858450174771200000,{"status":"approved"}],["comment.submitted",1772356260000,2,1858450237685760000,{"status":"approved"}],["comment.submitted",1772356320000,2,1858450300600320000,{"status":"pending"}],["comment.submitted",1772356440000,2,1858450426429440000,{"status":"approved"}],["comment.submitted",1772356500000,2,1858450489344000000,{"status":"approved"}],["votes",1795967568824,1,1858449608540160000,{"up":3,"down":1,"score":2}],["votes",1795967568824,1,1858449671454720000,{"up":1,"down":1,"score":0}],["votes",1795967568824,1,1858449734369280000,{"up":2,"down":0,"score":2}],["votes",1795967568824,2,1858450111856640000,{"up":1,"down":0,"score":1}],["votes",1795967568824,1,1858449923112960000,{"up":0,"down":1,"score":-1}],["comment.edited",1795967568824,1,1858449734369280000,{"revision":2}],["comment.deleted",1795967568824,2,1858450237685760000,{"from":"approved","to":"deleted"}],["flag",1795967568824,1,1858449671454720000,{"flags":1,"reason":"abuse"}],["flag",1795967568824,1,1858449671454720000,{"flags":2,"reason":"abuse"}],["flag",1795967568824,1,1858449923112960000,{"flags":1,"reason":"off_topic"}],["flag",1795967568824,1,1858449608540160000,{"flags":1,"reason":"other"}],["comment.status",1795967568824,1,1858449797283840000,{"from":"pending","to":"approved"}],["comment.status",1795967568824,1,1858449608540160000,{"from":"approved","to":"approved","pinned":true,"closed":false,"featured":false}],["comment.status",1795967568824,1,1858449923112960000,{"from":"approved","to":"rejected"}],["flag",1795967568824,1,1858449923112960000,{"flags":0}],["comment.status",1795967568824,1,1858449923112960000,{"from":"rejected","to":"approved"}],["flag",1795967568824,1,1858449923112960000,{"flags":1}],["comment.status",1795967568824,1,1858449986027520000,{"from":"approved","to":"approved","pinned":false,"closed":false,"featured":true}],["comment.status",1795967568824,2,1858450174771200000,{"from":"approved","to":"approved","pinned":false,"closed":true,"featured":false}],["person",1795967568824,null,null,{"person":"spam","kind":"ban","until":null}],["person",1795967568824,null,null,{"person":"shade","kind":"shadow","until":"2036-01-01T00:00:00.000Z"}],["person",1795967568824,null,null,{"person":"bob","kind":"warn","until":null}],["comment.submitted",1795967568824,2,1883208489447194624,{"status":"pending","shadowed":true}],["comment.submitted",1795967568824,1,1883208489447194625,{"status":"approved"}]]'),
(1,41,'[["comment.deleted",1795967568902,1,1858450048942080000,{"from":"approved","to":"deleted"}],["comment.edited",1795967568902,1,1858450048942080000,{"revision":2}]]'),
(2,2,'[["comment.submitted",1772356380000,3,1858450363514880000,{"status":"approved"}],["thread",1795967568824,null,null,{"closed":false}]]');
INSERT INTO subscriptions VALUES
(1,1,3,2,0,0,NULL,1795967568824,NULL,X'97f19e353fb577b6a716c252b75f620c'),
(2,1,9,1,0,0,'eve@mail.example',1795967568824,NULL,X'11901f2c094844edd777fd6047b5b8b6'),
(3,1,1,2,1,0,'ann@mail.example',1795967568824,1795967568824,X'1d0c5b05fc9109a6d197ae6d39406244');
DELETE FROM token_uses;
INSERT INTO token_uses VALUES
(1,0);
INSERT INTO notices VALUES
(1,1,1,1,NULL,3,1,0,1795967568824,1795967568824,0,NULL),
(2,1,0,3,1858450174771200000,1,0,0,1795967568838,1795967568838,0,NULL),
(3,1,0,3,1858450237685760000,1,0,0,1795967568842,1795967568842,0,NULL),
(4,1,0,3,1858450426429440000,1,0,0,1795967568892,1795967568892,0,NULL),
(5,1,0,3,1858450489344000000,1,0,0,1795967568894,1795967568894,0,NULL),
(6,1,0,9,1883208489447194625,2,1,0,1795967568897,1795967568897,0,NULL);
INSERT INTO key_log VALUES
(1,1795967568821,X'0b22a8e9a7ce059e125bcc2ec5f31e39f6c4a54956ff8c7232e63add9c2b0127000001a228024bb5000002db7b22636f6d6d656e74223a7b226964223a22314b4a4d413241373030303030222c22726566223a227231222c2273697465223a2264656661756c74222c22746872656164223a2268747470733a2f2f70617065722e6578616d706c652f6f6e65222c22706172656e745f6964223a6e756c6c2c226465707468223a302c22617574686f72223a7b226964223a22616e6e222c226e616d65223a22416e6e204c6565222c22626164676573223a5b5d7d2c22626f6479223a225468652062726964676520776173202a2a636c6f7365642a2a20666f722061207765656b2e5c6e5c6e3e207468657920736169642061206461795c6e5c6e2d206f6e655c6e2d2074776f222c2268746d6c223a223c70206469723d5c226175746f5c223e5468652062726964676520776173203c7374726f6e673e636c6f7365643c2f7374726f6e673e20666f722061207765656b2e3c2f703e3c626c6f636b71756f74653e3c70206469723d5c226175746f5c223e7468657920736169642061206461793c2f703e3c2f626c6f636b71756f74653e3c756c3e3c6c69206469723d5c226175746f5c223e6f6e653c2f6c693e3c6c69206469723d5c226175746f5c223e74776f3c2f6c693e3c2f756c3e222c22737461747573223a22617070726f766564222c227265766973696f6e223a312c22637265617465645f6174223a22323032362d30332d30315430393a30313a30302e3030305a222c226564697465645f6174223a6e756c6c2c22766f746573223a7b227570223a302c22646f776e223a302c2273636f7265223a307d2c227265706c696573223a302c2264657363656e64616e7473223a302c22616e63686f72223a6e756c6c2c2270696e6e6564223a66616c73652c22636c6f736564223a66616c73652c226665617475726564223a66616c73657d2c226465636973696f6e223a7b22737461747573223a22617070726f766564222c2272756c6573223a332c22726561736f6e73223a5b5d7d7d'),
(2,1795967568824,X'abf07d017f0dd002e7f975e467b480c45a4c81aefc66285711c77f30bf6b9194000001a228024bb8000002297b22636f6d6d656e74223a7b226964223a22314d384d30344a585230303031222c22726566223a22723137222c2273697465223a2264656661756c74222c22746872656164223a2268747470733a2f2f70617065722e6578616d706c652f6f6e65222c22706172656e745f6964223a22314b4a4d413241373030303030222c226465707468223a312c22617574686f72223a7b226964223a22636c656f222c226e616d65223a22ed81b4eba088ec98a4222c22626164676573223a5b5d7d2c22626f6479223a22546f6c6420746f2074686f73652077686f20666f6c6c6f772e222c2268746d6c223a223c70206469723d5c226175746f5c223e546f6c6420746f2074686f73652077686f20666f6c6c6f772e3c2f703e222c22737461747573223a22617070726f766564222c227265766973696f6e223a312c22637265617465645f6174223a22323032362d31312d32395431353a35323a34382e3832345a222c226564697465645f6174223a6e756c6c2c22766f746573223a7b227570223a302c22646f776e223a302c2273636f7265223a307d2c227265706c696573223a302c2264657363656e64616e7473223a302c22616e63686f72223a6e756c6c2c2270696e6e6564223a66616c73652c22636c6f736564223a66616c73652c226665617475726564223a66616c73657d2c226465636973696f6e223a7b22737461747573223a22617070726f766564222c2272756c6573223a332c22726561736f6e73223a5b5d7d7d');
DELETE FROM key_progress;
INSERT INTO key_progress VALUES
(1,0);

// A library that is loaded before the system's (LD_PRELOAD) into a program under test, and makes
// its files, its memory and its clock fail. No program of ours is linked with it.
//
//   COMMENTD_FAULTS          a file of 4,096 bytes, mapped by the test and by the program: what
//                            shall fail, and what did (see `slot`)
//   COMMENTD_FAULTS_FILES    what the paths of the files that are meant begin with; their folder
//                            is meant too
//   COMMENTD_FAULTS_RECORDS  a folder: what was written and not synced is recorded there, so that
//                            a power cut can be played afterwards; nothing is really synced then
#ifndef COMMENTD_CFAULTS_H
#define COMMENTD_CFAULTS_H

/// Where in the mapped file each number of 64 bits stands. Tests have the same list.
enum slot {
  /// Calls on meant files so far, of the kinds that are counted.
  faults_calls,
  /// The call that fails, counted from 1; 0: none.
  faults_at,
  /// How: see `failure`.
  faults_failure,
  /// Whether all after it fail too.
  faults_lasts,
  /// The kinds of calls that are counted: a sum of `kind`.
  faults_kinds,
  /// Calls that have failed.
  faults_hits,
  /// Syncs that have failed.
  faults_failed_syncs,
  /// Not 0: no file may grow, and none be made.
  faults_is_full,
  /// Seconds that the clock of the day is ahead.
  faults_clock_seconds,
  /// Allocations so far, counted while `faults_memory_at` is not 0.
  faults_allocations,
  /// The allocation that fails; 0: none.
  faults_memory_at,
  /// The kind of the first call that failed.
  faults_first_kind,
  /// The files on which calls are counted: a sum of `file`; 0: all.
  faults_files,
  faults_slots,
};

/// Kinds of calls.
enum kind {
  kind_open = 1,
  kind_read = 2,
  kind_write = 4,
  kind_sync = 8,
  kind_truncate = 16,
  kind_name = 32,  // link, rename, unlink
  kind_map = 64,
};

/// Kinds of files.
enum file {
  file_database = 1,
  file_log = 2,
  file_shared = 4,  // the log's index
  file_search = 8,
  file_folder = 16,
  file_other = 32,
};

enum failure { failure_none, failure_io, failure_no_space, failure_short, failure_kill };

/// Where the path of the first call that failed stands in the mapped file, ended by a zero.
enum { faults_path_offset = 1024, faults_path_bytes = 1024 };

#endif

// What the parts of the library share.
#ifndef COMMENTD_FAULTS_PARTS_H
#define COMMENTD_FAULTS_PARTS_H
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "CFaults.h"

/// A number that is shared with the test; NULL where none asked for faults.
_Atomic int64_t *shared(enum slot slot);

/// What shall become of a call.
enum failure verdict(enum kind kind, const char *path);

/// Whether a path is one that is meant.
int is_meant(const char *path);
/// The folder of the files that are meant.
int is_meant_folder(const char *path);

/// Whether unsynced writes are recorded.
int is_recording(void);
/// The folder of records.
const char *records_folder(void);
/// Held while a recorded call is made.
void hold_records(void);
void release_records(void);
/// To be called before what it records is done, but for names, which are recorded afterwards.
void record_write(int fd, const void *bytes, size_t count, int64_t offset);
void record_truncation(int fd, int64_t size);
void record_made(const char *path, int fd);
void record_linked(const char *path);
void record_unlinking(const char *path);
void record_renaming(const char *from, const char *to);
/// All of a file, or of the folder's names, is on the disk from now on.
void record_sync(int fd, int is_folder);

#endif

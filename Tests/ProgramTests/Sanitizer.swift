import Glibc

/// ThreadSanitizer (`swift test --sanitize=thread`), where the tests are built with it: it has an
/// allocator of its own, more memory than a limit of data leaves, and files of its own in `/tmp`.
enum Sanitizer {
    static let isPresent = dlsym(nil, "__tsan_init") != nil
    /// How its files' names begin.
    static let files = "\"/tmp/tsan."
}

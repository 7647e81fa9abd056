import Glibc
import Wire

/// The key of subscriptions' tokens, in a file beside the database: so that a copy of the database
/// gives nobody a token. Where the file is lost a new one is made; tokens that were given out go on
/// working.
enum KeyFile {
    /// The tokens of a database; made for this process alone where it has no place.
    static func tokens(besideDatabase database: String, isReading: Bool) throws(StartProblem)
        -> SubscriptionTokens
    {
        if database == ":memory:" { return SubscriptionTokens() }
        let path = database + ".key"
        if let known = try read(path) { return known }
        if isReading { return SubscriptionTokens() }
        try write(SubscriptionTokens.newKey(), to: path)
        guard let made = try read(path) else { throw StartProblem("\(path): cannot be read") }
        return made
    }

    /// Nil where there is no file.
    private static func read(_ path: String) throws(StartProblem) -> SubscriptionTokens? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StartProblem(system: path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: SubscriptionTokens.keyBytes + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard let tokens = SubscriptionTokens(key: Array(bytes.prefix(max(0, count)))) else {
            throw StartProblem("\(path) is no key: delete it to have a new one made")
        }
        return tokens
    }

    /// Puts the key in the file's place, whole or not at all, and waits until it is on the disk.
    private static func write(_ key: [UInt8], to path: String) throws(StartProblem) {
        let new = "\(path).\(getpid())"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StartProblem(system: new) }
        let failure =
            Descriptor.write(key, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
        close(descriptor)
        if failure == nil, rename(new, path) == 0 { return }
        let reason = failure ?? errno
        unlink(new)
        throw StartProblem("\(path): \(String(cString: strerror(reason)))")
    }
}

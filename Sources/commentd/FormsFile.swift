import Daemon
import Glibc
import Moderation

/// The compiled rules beside a database, so that a start need not compile them again. What is
/// wrong with the file, or keeps it from being written, costs a start its time and nothing else.
struct FormsFile {
    private let path: String

    /// A larger file is none of ours.
    private static let maxBytes = 256 << 20

    /// Nil for a database that has no place.
    init?(besideDatabase database: String) {
        if database == ":memory:" { return nil }
        path = database + ".rules"
    }

    /// What the file holds; nothing where it is not there or not as it should be.
    func read() -> CompiledForms {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return CompiledForms() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid(), status.st_size <= Self.maxBytes
        else { return CompiledForms() }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, used in
            while used < buffer.count {
                let count = Glibc.read(
                    descriptor, buffer.baseAddress.map { $0 + used }, buffer.count - used)
                if count > 0 { used += count } else if count == 0 || errno != EINTR { break }
            }
        }
        return CompiledForms(bytes)
    }

    /// Puts the forms in the file's place, whole or not at all.
    func write(_ forms: CompiledForms) {
        let new = "\(path).\(getpid())"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        let failure = Descriptor.write(forms.bytes, to: descriptor)
        close(descriptor)
        if failure != nil || rename(new, path) != 0 { unlink(new) }
    }
}

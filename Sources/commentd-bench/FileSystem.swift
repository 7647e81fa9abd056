import Glibc

/// The few things done with files and folders.
enum FileSystem {
    /// The size of a file in bytes; nil where there is none.
    static func size(_ path: String) -> Int? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// What a short file holds; nil where it cannot be read.
    static func text(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(file, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// What a file holds, up to so many bytes.
    static func bytes(_ path: String, most: Int) throws(BenchProblem) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchProblem(system: path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while bytes.count < most {
            let count = read(file, &chunk, chunk.count)
            if count < 0 { throw BenchProblem(system: path) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }

    /// The files of a folder and of the folders in it, by name.
    static func files(below path: String) -> [String] {
        guard let folder = opendir(path) else { return size(path) == nil ? [] : [path] }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        closedir(folder)
        return names.sorted().flatMap { files(below: "\(path)/\($0)") }
    }

    /// Writes a file anew.
    static func write(_ bytes: [UInt8], to path: String) throws(BenchProblem) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchProblem(system: path) }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno != EINTR { throw BenchProblem(system: path) }
            done += max(0, count)
        }
    }

    /// Copies a file, and waits until the copy is on the disk: what is still to be written would
    /// disturb a measurement.
    static func copy(_ source: String, to target: String) throws(BenchProblem) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw BenchProblem(system: source) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o700)
        guard output >= 0 else { throw BenchProblem(system: target) }
        defer { close(output) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            try Interruption.check()
            let count = read(input, buffer.baseAddress, buffer.count)
            if count == 0 { break }
            if count < 0 { throw BenchProblem(system: source) }
            // A file takes all of it, unless the disk is full.
            if Glibc.write(output, buffer.baseAddress, count) != count {
                throw BenchProblem(system: target)
            }
        }
        if fsync(output) != 0 { throw BenchProblem(system: target) }
    }

    /// Makes a folder.
    static func makeFolder(_ path: String) throws(BenchProblem) {
        if mkdir(path, 0o700) != 0 { throw BenchProblem(system: path) }
    }

    /// Removes a file, or a folder with all that is in it. What is not there is no matter.
    static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        guard let folder = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(folder)
        for name in names { remove("\(path)/\(name)") }
        rmdir(path)
    }
}

/// A folder for temporary files, gone with this object.
final class WorkFolder {
    let path: String
    private var runs = 0

    /// Makes the folder within another.
    init(in folder: String) throws(BenchProblem) {
        var template = Array("\(folder)/commentd-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw BenchProblem(system: folder) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { FileSystem.remove(path) }

    /// Makes a new folder in it.
    func makeFolder() throws(BenchProblem) -> String {
        runs += 1
        try FileSystem.makeFolder("\(path)/\(runs)")
        return "\(path)/\(runs)"
    }
}

import Discussion
import Imports
import JSONValues
import Store
import Wire

/// Takes what a file of another system holds, as it is read, and keeps it until all of it was.
package final class ForeignStaging: ForeignSink {
    let staging: ImportStaging
    private let format: ImportFormat
    package private(set) var counts = ImportCounts()
    /// Told now and then; false: the reading shall end.
    package var onProgress: (ImportCounts) -> Bool = { _ in true }
    private var taken = 0
    /// Some tens of milliseconds.
    private static let asksBetweenTold = 1024
    /// The most votes of one kind on a comment of which only the number is known: each is a row.
    private static let maxVotes = 1_000_000
    private var isStopped = false

    /// Thrown where the reading was to end.
    package struct Stopped: Error {}

    package init(_ format: ImportFormat) throws {
        self.format = format
        staging = try ImportStaging()
    }

    /// What was left out or put right on the way.
    var troubles: ImportCounts {
        var troubles = ImportCounts()
        for (why, count) in counts.skipped { troubles.skip(why, count) }
        for (what, count) in counts.repaired { troubles.repair(what, count) }
        return troubles
    }

    /// How many comments wait.
    package func count() throws -> Int { try staging.count() }

    /// Reads a whole file, and puts its comments in their order.
    package func read(_ file: ImportFile) throws {
        do { try ForeignFile.read(file, as: format, to: self) } catch {
            if isStopped { throw Stopped() }
            throw error
        }
        let found = try order()
        counts.repair("replies to what is not there, made roots", found.orphans)
        counts.repair("replies in circles, made roots", found.inCircles)
    }

    private func order() throws -> (orphans: Int, inCircles: Int) {
        var asked = 0
        let found = try staging.order {
            asked += 1
            return asked % Self.asksBetweenTold == 0 && !self.onProgress(self.counts)
        }
        guard let found else { throw Stopped() }
        return found
    }

    /// Keeps a page.
    package func take(_ thread: ForeignThread) throws {
        let name = thread.name.flatMap(Self.threadName)
        try staging.add(
            StagedThread(
                name: name, title: thread.title.map { Self.cut(TextPolicy.cleaned($0), to: 1024) },
                url: thread.url.flatMap(Self.webAddress),
                createdAt: thread.createdAt?.milliseconds, isClosed: thread.isClosed),
            as: thread.key)
    }

    /// Keeps somebody.
    package func take(_ person: ForeignPerson) throws {
        let name = person.name.map { TextPolicy.withoutTurns(TextPolicy.cleaned($0)) }
            .map { Self.cut($0, to: 256) }
        try staging.add(
            StagedPerson(
                id: person.id.map { Self.identifier($0, to: 128) },
                name: name.flatMap { TextPolicy.isBlank($0) ? nil : $0 },
                email: person.email.flatMap(Self.email),
                url: person.url.flatMap(Self.webAddress),
                roles: person.roles), as: person.key)
    }

    /// Keeps a comment, its texts as they may stand here.
    package func take(_ given: ForeignComment) throws {
        taken += 1
        if taken % 1024 == 0, !onProgress(counts) {
            isStopped = true
            throw Stopped()
        }
        let body = TextPolicy.cleaned(given.body)
        guard body.utf8.count <= ArchiveLine.maxBodyBytes else {
            return skip("longer than \(ArchiveLine.maxBodyBytes) bytes")
        }
        let ref = "\(format.rawValue):\(given.host):\(given.source)"
        var comment = StagedComment(
            threadKey: given.thread, personKey: given.person, source: given.source,
            ref: Self.identifier(ref, to: 120), status: given.status, body: body)
        comment.parent = given.parent
        comment.at = given.at?.milliseconds
        comment.editedAt = given.editedAt?.milliseconds
        if TextPolicy.isBlank(body) {
            // Nothing is to be read of it; what replies to it is.
            comment.body = ""
            if given.status != .deleted { repair("comments without words, made deleted ones") }
            comment.status = .deleted
        }
        comment.isPinned = given.isPinned && given.parent == nil
        comment.ip = given.ip.map { Self.identifier($0, to: 64) }
        comment.userAgent = given.userAgent.map { Self.cut(TextPolicy.cleaned($0), to: 1024) }
        (comment.up, comment.down) = (voteCount(given.up), voteCount(given.down))
        comment.votes = Self.votes(given.votes)
        switch try staging.add(comment) {
        case .added: counts.add("comments")
        case .renamed:
            counts.add("comments")
            repair("ids used twice, told apart by a number")
        case .repeated: skip("twice the same")
        }
    }

    /// Below 0 is none.
    private func voteCount(_ count: Int) -> Int {
        if count > Self.maxVotes { skip("numbers of votes past \(Self.maxVotes) on one comment") }
        return max(0, min(Self.maxVotes, count))
    }

    /// Counts what is left out.
    package func skip(_ why: String) { counts.skip(why) }

    /// Counts what was put right.
    package func repair(_ what: String) { counts.repair(what) }
}

extension ForeignStaging {
    /// Text of at most so many bytes, cut between characters.
    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var (end, bytes) = (text.unicodeScalars.startIndex, 0)
        for scalar in text.unicodeScalars {
            bytes += String(scalar).utf8.count
            if bytes > limit { break }
            end = text.unicodeScalars.index(after: end)
        }
        return String(text.unicodeScalars[..<end])
    }

    /// Text that machines compare: without controls, and where it is too long the end of it.
    private static func identifier(_ text: String, to limit: Int) -> String {
        let cleaned = String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }))
        guard cleaned.utf8.count > limit else { return cleaned }
        // Two that begin alike differ in their end; a hash tells the rest apart.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in cleaned.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return cut(cleaned, to: limit - 17) + "~" + String(hash, radix: 16)
    }

    private static func threadName(_ text: String) -> String? {
        let name = identifier(text, to: 1024)
        return name.isEmpty ? nil : name
    }

    private static func webAddress(_ text: String) -> String? {
        let isFit = isWebAddress(text) && text.utf8.count <= 2048
        return isFit && TextPolicy.problem(ofIdentifier: text) == nil ? text : nil
    }

    private static func email(_ text: String) -> String? {
        let address = identifier(text, to: 320)
        return address.utf8.contains(0x40) && address.utf8.count >= 3 ? address : nil
    }

    private static func votes(_ votes: [(voter: String, value: Int)]) -> String? {
        guard !votes.isEmpty else { return nil }
        var json = JSONWriter()
        json.array { json in
            for vote in votes {
                json.array { json in
                    json.string(identifier(vote.voter, to: 128))
                    json.integer(vote.value)
                }
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

import Discussion
import JSONValues
import Moderation
import Store

/// What readers flagged in a time, and how right they were: the section `readers`.
struct ReaderFigures {
    private var all = Flags()
    private var reasons: [String: Flags] = [:]
    private var threads: [Int64: Flags] = [:]
    private var authors: [Int64: Flags] = [:]
    private var names: (threads: [Int64: String], authors: [Int64: String]) = ([:], [:])

    private static let shown = 10

    private struct Flags {
        var count = 0
        var states = [Int](repeating: 0, count: FlagState.allCases.count)
        /// Flags come by comment, so that comments are counted as they change.
        var comments = 0
        private var last: Int64 = 0

        mutating func take(_ flag: ReportFlag) {
            count += 1
            states[flag.state.rawValue] += 1
            if flag.commentID != last { comments += 1 }
            last = flag.commentID
        }

        func count(_ state: FlagState) -> Int { states[state.rawValue] }

        /// Of those that moderators have decided on, the ones they agreed with.
        var accuracy: Share {
            Share(count(.upheld), of: count(.upheld) + count(.dismissed))
        }
    }

    /// Takes the next flag, by comment.
    mutating func take(_ flag: ReportFlag) {
        all.take(flag)
        reasons[flag.reason, default: Flags()].take(flag)
        threads[flag.threadID, default: Flags()].take(flag)
        authors[flag.authorID, default: Flags()].take(flag)
    }

    /// Looks up the names of what is shown.
    mutating func name(
        threads findThread: (Int64) throws -> String, authors findAuthor: (Int64) throws -> String
    ) throws {
        for (id, _) in most(threads) { names.threads[id] = try findThread(id) }
        for (id, _) in most(authors) { names.authors[id] = try findAuthor(id) }
    }

    private func most(_ flags: [Int64: Flags]) -> ArraySlice<(key: Int64, value: Flags)> {
        flags.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(Self.shown)
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("flags", all.count)
            write(all, to: &json)
            json.name("reasons")
            json.array { json in
                for reason in FlagReason.allCases {
                    guard let flags = reasons[reason.rawValue] else { continue }
                    json.object { json in
                        json.member("reason", reason.rawValue)
                        json.member("flags", flags.count)
                        write(flags, to: &json)
                    }
                }
            }
            json.name("threads")
            json.array { json in
                for (id, flags) in most(threads) {
                    json.object { json in
                        json.member("thread", names.threads[id] ?? "")
                        json.member("flags", flags.count)
                        json.member("comments", flags.comments)
                        write(flags, to: &json)
                    }
                }
            }
            json.name("authors")
            json.array { json in
                for (id, flags) in most(authors) {
                    json.object { json in
                        json.member("person", names.authors[id] ?? "erased")
                        json.member("flags", flags.count)
                        json.member("comments", flags.comments)
                        write(flags, to: &json)
                    }
                }
            }
        }
    }

    private func write(_ flags: Flags, to json: inout JSONWriter) {
        json.member("open", flags.count(.open))
        json.member("upheld", flags.count(.upheld))
        json.member("dismissed", flags.count(.dismissed))
        json.member("void", flags.count(.void))
        json.member("accuracy", flags.accuracy)
    }
}

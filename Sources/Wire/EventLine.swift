import JSONValues

/// The lines that a follower is told beside replies: JSON-RPC 2.0 notifications.
package enum EventLine {
    /// Why a follower hears no more of a site.
    package enum End: String, Sendable {
        /// It took nothing for too long.
        case slow
        /// The server stops.
        case stopped
        /// The next event is no longer kept.
        case lost
        /// The log cannot be read.
        case fault
    }

    private static let head = Array(#"{"jsonrpc":"2.0","method":"event","params":"#.utf8)

    /// Adds the line that tells an event, its newline included; `event` is the event as JSON.
    package static func add(_ event: [UInt8], to lines: inout [UInt8]) {
        lines += head
        lines += event
        lines.append(contentsOf: [0x7D, 0x0A])
    }

    /// The line that tells a follower that it hears no more of a site, its newline included; `seq`
    /// is the last event that it was told.
    package static func end(_ why: End, site: String, seq: Int64) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.member("jsonrpc", "2.0")
            json.member("method", "event.end")
            json.name("params")
            json.object { json in
                json.member("site", site)
                json.member("seq", Int(seq))
                json.member("reason", why.rawValue)
                json.member("message", message(why))
            }
        }
        return json.bytes + [0x0A]
    }

    private static func message(_ why: End) -> String {
        switch why {
        case .slow: "too little was taken for too long: follow again after seq"
        case .stopped: "the server stops: follow again after seq"
        case .lost: "the next event is no longer kept: event.list begins with the oldest"
        case .fault: "the events cannot be read: follow again after seq"
        }
    }
}

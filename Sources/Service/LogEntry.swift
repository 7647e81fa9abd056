import Discussion
import JSONValues

/// One line of the log. It says what happened and where, never what a client sent.
package struct LogEntry: Sendable {
    /// How much somebody should care.
    package enum Level: String, Sendable {
        case info
        case warning
        /// A fault of ours, or of the machine's.
        case error
    }

    package let level: Level
    /// What it is about, a word for programs.
    package let event: String
    /// What happened, for people.
    package let message: String
    /// The command it happened in.
    package let method: String?
    /// The name under which the client was told of it.
    package let incident: String?

    package init(
        _ level: Level, _ event: String, _ message: String, method: String? = nil,
        incident: String? = nil
    ) {
        self.level = level
        self.event = event
        self.message = message
        self.method = method
        self.incident = incident
    }

    /// It as one line of JSON, with its end.
    package func line(at moment: Moment) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.member("time", moment.text)
            json.member("level", level.rawValue)
            json.member("event", event)
            json.member("message", message)
            if let method { json.member("method", method) }
            if let incident { json.member("incident", incident) }
        }
        return json.bytes + [0x0A]
    }
}

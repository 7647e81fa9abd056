/// The shape a JSON value must have. One description serves three ends: it checks what comes in,
/// it is published (as JSON Schema 2020-12, in the OpenRPC document and in errors), and tests hold
/// what goes out against it.
public indirect enum Schema: Sendable {
    /// Any value.
    case any
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// Text of so many bytes of UTF-8.
    case string(ClosedRange<Int>)
    /// RFC 3339 in UTC with milliseconds, such as `2026-11-23T09:30:00.000Z`.
    case time
    /// One of these words.
    case choice([String])
    case array(Schema, ClosedRange<Int>)
    /// An object with these members and no others.
    case object([Member])
    /// An object with any names, each value of this shape.
    case map(Schema)
    case nullable(Schema)
    /// The first of these whose kind of value it is.
    case either([Schema])
    /// An object that says in `type` which of these it is.
    case typed([Variant])
    /// A shape described once under this name; `Schemas` are looked up when checking.
    case reference(String)

    /// A member of an object.
    public struct Member: Sendable {
        /// As it stands in the object, compared byte by byte.
        public let name: String
        /// What its value has to be.
        public let schema: Schema
        /// Whether an object without it is refused.
        public let isRequired: Bool
        /// What it means, for people who read the description; may be empty.
        public let summary: String

        /// A member that must be there.
        public static func required(
            _ name: String, _ schema: Schema, _ summary: String = ""
        ) -> Member {
            Member(name: name, schema: schema, isRequired: true, summary: summary)
        }

        /// A member that may be left out.
        public static func optional(
            _ name: String, _ schema: Schema, _ summary: String = ""
        ) -> Member {
            Member(name: name, schema: schema, isRequired: false, summary: summary)
        }
    }
}

extension Schema {
    /// One of several objects that `type` tells apart.
    public struct Variant: Sendable {
        /// The value of `type`.
        public let name: String
        /// All members, `type` the first of them.
        public let members: [Member]

        /// `members` are those beside `type`.
        public init(_ name: String, _ members: [Member]) {
            self.name = name
            self.members = [.required("type", .choice([name]))] + members
        }
    }
}

/// What is wrong with a value, and where. Values are never repeated, only names.
public struct SchemaProblem: Error, Sendable, Equatable {
    /// The member's path, such as `author.id` or `comments[3]`; empty for the value itself.
    public let path: String
    /// What was expected.
    public let problem: String
    /// The known name that an unknown one resembles.
    public let didYouMean: String?

    /// As the properties say.
    public init(path: String, problem: String, didYouMean: String? = nil) {
        self.path = path
        self.problem = problem
        self.didYouMean = didYouMean
    }
}

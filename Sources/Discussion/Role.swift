/// Who may call a method where the connection has a role; standard input and the Unix socket may
/// call all of them.
public enum Role: String, Sendable, CaseIterable {
    case site
    case moderator
    case reader
}

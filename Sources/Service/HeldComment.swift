import Discussion
import Imports
import Store

/// A comment of an export that waits until the lines behind it have said whether a person has
/// judged it: those of its former texts and of decisions come first.
struct HeldComment {
    /// So many lines are kept at most; a comment with more is taken by what those say.
    private static let maxLines = 256

    let comment: ArchiveComment
    /// What makes HTML of its text, where that was made already.
    let html: HTMLRecipe?
    private(set) var lines: [ReadLines.Line] = []
    /// Whether a person has said what shall become of it.
    private(set) var isDecided = false

    init(_ comment: ArchiveComment, html: HTMLRecipe?) {
        (self.comment, self.html) = (comment, html)
    }

    /// Keeps a line, where it is one of those; false where it is not.
    mutating func takes(_ line: ReadLines.Line) -> Bool {
        guard lines.count < Self.maxLines else { return false }
        switch line.content {
        case .revision: break
        case .decision(let decision):
            let isOfComment = decision.comment.map { $0 == comment.name } ?? false
            if isOfComment, decision.actor != nil, decision.to != nil { isDecided = true }
        default: return false
        }
        lines.append(line)
        return true
    }
}

extension ArchiveComment {
    /// What the lines behind it call it.
    var name: CommentName { id.map { .id($0) } ?? ref.map { .ref($0) } ?? .none }

    /// Whether rules have judged its text, or it is not published.
    var isJudged: Bool { status != .approved || !judgements.isEmpty || !reasons.isEmpty }
}

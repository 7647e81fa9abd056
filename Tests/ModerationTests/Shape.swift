/// A pattern that can be matched in the simplest possible way, to compare Vectorscan with.
indirect enum Shape: Sendable {
    case text(String)
    /// One of these characters.
    case one(of: String)
    /// Any character but these.
    case none(of: String)
    case sequence([Shape])
    case either([Shape])
    case times(Shape, ClosedRange<Int>)

    /// The shape in the syntax of patterns.
    var pattern: String {
        switch self {
        case .text(let text): text
        case .one(let characters): "[\(characters)]"
        case .none(let characters): "[^\(characters)]"
        case .sequence(let shapes): shapes.map(\.pattern).joined()
        case .either(let shapes): "(?:\(shapes.map(\.pattern).joined(separator: "|")))"
        case .times(let shape, let range):
            range.upperBound == .max
                ? "(?:\(shape.pattern)){\(range.lowerBound),}"
                : "(?:\(shape.pattern)){\(range.lowerBound),\(range.upperBound)}"
        }
    }

    /// Where matches that begin at `start` may end.
    func ends(in body: [Unicode.Scalar], from start: Int) -> Set<Int> {
        switch self {
        case .text(let text):
            body[start...].starts(with: text.unicodeScalars)
                ? [start + text.unicodeScalars.count] : []
        case .one(let characters):
            start < body.count && characters.unicodeScalars.contains(body[start])
                ? [start + 1] : []
        case .none(let characters):
            start < body.count && !characters.unicodeScalars.contains(body[start])
                ? [start + 1] : []
        case .sequence(let shapes):
            shapes.reduce([start]) { starts, shape in shape.ends(in: body, from: starts) }
        case .either(let shapes):
            shapes.reduce(into: []) { $0.formUnion($1.ends(in: body, from: start)) }
        case .times(let shape, let range): repeated(shape, range, body, start)
        }
    }

    private func ends(in body: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
        starts.reduce(into: []) { $0.formUnion(ends(in: body, from: $1)) }
    }

    private func repeated(
        _ shape: Shape, _ range: ClosedRange<Int>, _ body: [Unicode.Scalar], _ start: Int
    ) -> Set<Int> {
        var found: Set<Int> = range.lowerBound == 0 ? [start] : []
        var reached: Set<Int> = [start]
        var times = 0
        while times < range.upperBound, !reached.isEmpty {
            reached = shape.ends(in: body, from: reached)
            times += 1
            if times >= range.lowerBound { found.formUnion(reached) }
        }
        return found
    }

    /// For every end of a match, in bytes, the first place from which it is reached.
    func matches(in body: String) -> [Int: Int] {
        let scalars = Array(body.unicodeScalars)
        var offsets = [0]
        for scalar in scalars { offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar)) }
        var matches: [Int: Int] = [:]
        for start in scalars.indices {
            for end in ends(in: scalars, from: start) where matches[offsets[end]] == nil {
                matches[offsets[end]] = offsets[start]
            }
        }
        return matches
    }
}

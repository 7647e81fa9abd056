import CVectorscan
import Glibc

/// A regular expression over normalized text, as Vectorscan takes it (PCRE's syntax without
/// look-around and back references).
///
/// It is compiled in the first of these ways that works:
/// 1. Unicode classes, and the start of each match is known;
/// 2. Unicode classes alone, where the start would need too many states;
/// 3. `\w`, `\d`, `\s`, `\b` mean ASCII: where word boundaries are asked for, which the library
///    has in ASCII only, or where Unicode's classes would grow too large.
///
/// Without a known start a match begins where the run of characters other than white space begins
/// in which it ends.
struct Pattern: Sendable {
    let source: String
    /// The library's flags for each way in which it may be compiled, the first to be tried first.
    let ways: [Int32]

    /// Bytes in a pattern.
    static let maxBytes = 256
    /// The highest bound of a repeat.
    static let maxRepeat = 100
    /// Characters once repeats are written out: what compiles in tenths of a second.
    static let maxWeight = 2000
    /// `\w` and its like once repeats are written out, and what they may cost, in
    /// `PatternShape`'s units: with more of them they mean ASCII.
    static let maxWideWeight = 24
    static let maxWideCost = 16_000

    /// Throws where the expression is not well formed, which is not asked again of one that was
    /// found to be, or asks for too much. Whether the library has room for it shows only once it is
    /// compiled.
    init(_ text: String, _ forms: inout CompiledForms) throws(CompileFailure) {
        let shape = PatternShape(text)
        if let problem = shape.problem { throw CompileFailure(problem: problem) }
        guard shape.highestBound <= Self.maxRepeat else {
            throw CompileFailure(problem: "a repeat is over \(Self.maxRepeat)")
        }
        guard shape.weight <= Self.maxWeight else {
            throw CompileFailure(
                problem: "is over \(Self.maxWeight) characters once repeats are written out")
        }
        let start = Int32(HS_FLAG_SOM_LEFTMOST)
        let ascii = Int32(HS_FLAG_UTF8 | HS_FLAG_CASELESS)
        let unicode = ascii | Int32(HS_FLAG_UCP)
        ways =
            (Self.mayBeUnicode(shape) ? [unicode | start, unicode] : []) + [ascii | start, ascii]
        source = Self.folded(text)
        let bytes = Array(text.utf8)
        if forms.known("pattern", of: bytes) == nil { try Self.check(source, flags: ascii) }
        forms.keep([1], "pattern", of: bytes)
    }

    /// Whether the start of each match is known in this way.
    static func knowsStart(_ way: Int32) -> Bool { way & Int32(HS_FLAG_SOM_LEFTMOST) != 0 }

    /// The same way, but for the first match alone, whose start is not known.
    static func firstOnly(_ way: Int32) -> Int32 {
        way & ~Int32(HS_FLAG_SOM_LEFTMOST) | Int32(HS_FLAG_SINGLEMATCH)
    }

    /// The first way that works.
    func workingWay() throws(CompileFailure) -> Int32 {
        var failure = CompileFailure(problem: "cannot be compiled")
        for flags in ways {
            do {
                _ = try Database.expressions([(source, flags)])
                return flags
            } catch { failure = error }
        }
        throw failure
    }

    private static func mayBeUnicode(_ shape: PatternShape) -> Bool {
        !shape.hasWordBoundary && shape.wideWeight <= maxWideWeight
            && shape.wideCost <= maxWideCost
    }

    /// What a pattern costs to compile, in `PatternShape`'s units, as far as its text tells.
    static func cost(_ text: String) -> Int {
        let shape = PatternShape(text)
        return shape.cost + (mayBeUnicode(shape) ? shape.wideCost : 0)
    }

    /// Throws where the expression is not well formed, or matches where there is nothing.
    private static func check(_ source: String, flags: Int32) throws(CompileFailure) {
        var info: UnsafeMutablePointer<hs_expr_info_t>?
        var problem: UnsafeMutablePointer<hs_compile_error_t>?
        defer { if let problem { hs_free_compile_error(problem) } }
        let result = hs_expression_info(source, UInt32(bitPattern: flags), &info, &problem)
        guard result == HS_SUCCESS, let info else {
            throw CompileFailure(
                problem: problem.map { Database.reason($0) } ?? "cannot be compiled"
            )
        }
        let width = info.pointee.min_width
        free(info)
        if width == 0 { throw CompileFailure(problem: "matches the empty text") }
    }

    /// The pattern with its characters beyond ASCII folded as the text is. ASCII stays: case is
    /// the library's affair, and `\W` must not become `\w`.
    private static func folded(_ text: String) -> String {
        var folded = ""
        var run = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                folded += String(decoding: NormalizedText(String(run)).bytes, as: UTF8.self)
                run.removeAll()
                folded.unicodeScalars.append(scalar)
            } else {
                run.append(scalar)
            }
        }
        return folded + String(decoding: NormalizedText(String(run)).bytes, as: UTF8.self)
    }
}

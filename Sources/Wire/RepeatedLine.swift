import JSONValues

/// A line cut into the number that names the request and all that comes after, so that a line seen
/// before can be known again by its bytes.
///
/// Two lines with the same rest are the same command under two ids: what was accepted with one
/// number in that place is as good with another.
package struct RepeatedLine: Sendable {
    package let id: Int
    /// All but the id: what stands before it, then what stands behind it.
    package let rest: [UInt8]

    /// Nil where the line does not begin with `{"id":` or `{"jsonrpc":"2.0","id":` and a number.
    package init?(_ line: [UInt8]) {
        guard let head = Self.heads.first(where: { line.starts(with: $0) }) else { return nil }
        let start = head.count
        var end = start
        var value = 0
        while end < line.count, (0x30...0x39).contains(line[end]), end - start < 18 {
            value = value * 10 + Int(line[end] - 0x30)
            end += 1
        }
        let isNumber = end > start && (line[start] != 0x30 || end - start == 1)
        guard isNumber, end < line.count, line[end] == 0x2C else { return nil }
        id = value
        rest = head + line[end...]
    }

    private static let heads = ["{\"id\":", "{\"jsonrpc\":\"2.0\",\"id\":"].map { Array($0.utf8) }
}

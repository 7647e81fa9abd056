/// Why a file is not what it should be, and where: nothing of it is written then.
package struct ImportProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's name as it was given.
    package var file = ""
    /// Counted from 1; 0: it is about the whole file.
    package var line = 0
    /// In bytes, counted from 1; 0: it is about the whole line.
    package var column = 0
    package let message: String

    package init(_ message: String, line: Int = 0, column: Int = 0) {
        self.message = message
        self.line = line
        self.column = column
    }

    /// `file:line:column: message`
    package var description: String {
        let place = [line, column].prefix { $0 > 0 }.map { ":\($0)" }.joined()
        return "\(file)\(place): \(message)"
    }
}

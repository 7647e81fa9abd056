import Discussion
import Imports
import Store

/// Lines of an export, read and made ready to be written: what takes time and needs no database.
/// Many threads may do it for different lines at once.
package struct ReadLines: Sendable {
    /// A line with its number.
    struct Line: Sendable {
        let number: Int
        let content: ArchiveLine
        /// What makes HTML of its text, where it is a comment's.
        let html: HTMLRecipe?
    }

    private(set) var lines: [Line] = []
    /// How many there are, by what they are.
    package private(set) var counts = ImportCounts()
    /// What was wrong with the line behind the last of them.
    package private(set) var problem: ImportProblem?
    /// How many bytes of the file had been read, packed as they are there.
    package let position: Int

    /// Reads a block of lines. `keeping`: the lines too, not their numbers alone.
    package init(_ block: LineBlock, keeping: Bool) {
        position = block.position
        do throws(ImportProblem) {
            var (lines, counts) = ([Line](), ImportCounts())
            defer { (self.lines, self.counts) = (lines, counts) }
            try block.read { line, number in
                guard keeping else { return counts.add(line.kind) }
                var html: HTMLRecipe?
                if case .comment(let comment) = line {
                    html = HTMLRecipe(
                        body: comment.masked ?? comment.body, isMasked: comment.masked != nil)
                }
                lines.append(Line(number: number, content: line, html: html))
            }
        } catch {
            problem = error
        }
    }

    /// No lines, where the file itself could not be read.
    package init(_ problem: ImportProblem) {
        self.problem = problem
        position = 0
    }
}

import Discussion
import JSONValues
import Store

/// Values that a page has many of, without a string in between.
extension JSONWriter {
    /// Writes an id as `CommentID.text` gives it.
    mutating func member(_ name: StaticString, _ id: CommentID) {
        self.name(name)
        openString()
        plain(most: CommentID.textLength) { place in
            id.write(to: place)
            return CommentID.textLength
        }
        closeString()
    }

    /// Writes a moment as `Moment.text` gives it.
    mutating func member(_ name: StaticString, _ moment: Moment) {
        let date = CivilDate(day: moment.day)
        guard 0...9999 ~= date.year else { return member(name, moment.text) }
        let inDay = Int(moment.milliseconds - Int64(moment.day) * 86_400_000)
        self.name(name)
        openString()
        plain(most: 24) { place in
            write(date.year, place, 0..<4, end: 0x2D)
            write(date.month, place, 5..<7, end: 0x2D)
            write(date.day, place, 8..<10, end: 0x54)
            write(inDay / 3_600_000, place, 11..<13, end: 0x3A)
            write(inDay / 60_000 % 60, place, 14..<16, end: 0x3A)
            write(inDay / 1000 % 60, place, 17..<19, end: 0x2E)
            write(inDay % 1000, place, 20..<23, end: 0x5A)
            return 24
        }
        closeString()
    }
}

extension JSONWriter {
    /// Writes, as one string, the HTML that a recipe makes of a body.
    mutating func html(_ recipe: CommentRow.Text, of body: CommentRow.Text) throws {
        openString()
        var room = body.count + body.count / 4 + recipe.count + 64
        while true {
            let written = try plain(most: room) { buffer in
                try HTMLRecipe.write(recipe, on: body, to: buffer)
            }
            if written { break }
            room *= 2
        }
        closeString()
    }
}

extension HTMLRecipe {
    /// Of a comment's text as it is published.
    init(of comment: Comment) {
        self.init(body: comment.masked ?? comment.body, isMasked: comment.masked != nil)
    }

    /// Of a body as it is published. `isMasked`: rules have put stars over words.
    init(body: String, isMasked: Bool) {
        var body = body
        self = body.withUTF8 { body in
            var room = body.count + body.count / 4 + 256
            while true {
                let made = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) {
                    html -> HTMLRecipe? in
                    guard let length = SafeHTML.writeInJSON(body, isMasked: isMasked, to: html)
                    else { return nil }
                    return HTMLRecipe(
                        of: UnsafeBufferPointer(rebasing: html[..<length]), from: body)
                }
                if let made { return made }
                room *= 2
            }
        }
    }
}

extension SchemaUpgrade {
    /// With HTML as the service makes it.
    package static let standard = SchemaUpgrade { HTMLRecipe(body: $0, isMasked: $1) }
}

/// Writes a number's last digits, and a byte behind them.
private func write(
    _ value: Int, _ place: UnsafeMutablePointer<UInt8>, _ digits: Range<Int>, end: UInt8
) {
    var rest = value
    for at in digits.reversed() {
        place[at] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
        rest /= 10
    }
    place[digits.upperBound] = end
}

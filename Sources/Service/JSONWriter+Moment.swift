import Discussion
import JSONValues

extension JSONWriter {
    /// Writes a moment as `Moment.text` gives it, without a string in between: a page has many.
    mutating func member(_ name: StaticString, _ moment: Moment) {
        let date = CivilDate(day: moment.day)
        let inDay = UInt(moment.milliseconds - Int64(moment.day) * 86_400_000)
        self.name(name)
        openString()
        digits(UInt(date.year), atLeast: 4)
        append(0x2D)
        digits(UInt(date.month), atLeast: 2)
        append(0x2D)
        digits(UInt(date.day), atLeast: 2)
        append(0x54)
        digits(inDay / 3_600_000, atLeast: 2)
        append(0x3A)
        digits(inDay / 60_000 % 60, atLeast: 2)
        append(0x3A)
        digits(inDay / 1000 % 60, atLeast: 2)
        append(0x2E)
        digits(inDay % 1000, atLeast: 3)
        append(0x5A)
        closeString()
    }
}

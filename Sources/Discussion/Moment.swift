/// A moment in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Moment: Sendable, Hashable, Comparable {
    /// Counted from 1970-01-01T00:00:00Z; negative before it.
    public let milliseconds: Int64

    /// Takes any number, also one past `latest` or before 1970.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The latest moment that fits into a comment's id (43 bits, in the year 2248).
    public static let latest = Moment(milliseconds: (1 << 43) - 1)

    /// Seconds since 1970, with the milliseconds behind the point.
    public var seconds: Double { Double(milliseconds) / 1000 }

    /// The UTC day that this moment lies in, counted from 1970-01-01.
    public var day: Int { Int((Double(milliseconds) / 86_400_000).rounded(.down)) }

    /// The moment so many milliseconds later.
    public func adding(milliseconds count: Int64) -> Moment {
        Moment(milliseconds: milliseconds + count)
    }

    /// The earlier one is the smaller.
    public static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Moment {
    /// RFC 3339 in UTC with milliseconds: `2026-11-23T09:30:00.000Z`.
    public var text: String {
        let date = CivilDate(day: day)
        let inDay = Int(milliseconds - Int64(day) * 86_400_000)
        return date.text + "T" + padded(inDay / 3_600_000, 2) + ":" + padded(inDay / 60_000 % 60, 2)
            + ":" + padded(inDay / 1000 % 60, 2) + "." + padded(inDay % 1000, 3) + "Z"
    }

    /// Reads RFC 3339 (section 5.6): any offset is taken and turned into UTC, digits past the
    /// milliseconds are cut. Nil where it is no such time, or before 1970, or after `latest`.
    public init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == 0x2D, bytes[7] == 0x2D,
            bytes[10] | 0x20 == 0x74, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var at = 19
        var fraction = 0
        if bytes[at] == 0x2E {
            let digits = bytes[(at + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            fraction = number(Array((Array(digits.prefix(3)) + [0x30, 0x30]).prefix(3))[...]) ?? 0
            at += 1 + digits.count
        }
        guard let offset = offsetMinutes(bytes[at...]) else { return nil }
        let minutes = (date.dayNumber * 24 + hour) * 60 + minute - offset
        self.init(milliseconds: Int64((minutes * 60 + second) * 1000 + fraction))
        guard milliseconds >= 0, self <= .latest else { return nil }
    }
}

/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Sendable, Equatable {
    /// With a year 0, as ISO 8601 counts: 0 is 1 BC.
    public let year: Int
    /// From 1 to 12.
    public let month: Int
    /// Of the month, from 1.
    public let day: Int

    /// Nil where the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        self.init(unchecked: year, month, day)
        guard CivilDate(day: dayNumber) == self else { return nil }
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a day counted from 1970-01-01 (`civil_from_days`, H. Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", 2013).
    public init(day count: Int) {
        let shifted = count + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01 (`days_from_civil`, same source).
    public var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `2026-11-23`
    public var text: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
        guard digit >= 0x30, digit <= 0x39 else { return nil }
        value = value * 10 + Int(digit - 0x30)
    }
    return value
}

/// `Z` or `+09:00`, in minutes east of UTC.
private func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(bytes)
    if bytes.count == 1, bytes[0] | 0x20 == 0x7A { return 0 }
    guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
        let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]),
        hours < 24, minutes < 60
    else { return nil }
    return (bytes[0] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
}

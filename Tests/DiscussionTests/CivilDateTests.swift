import Discussion
import Testing

@Suite("Days of the calendar")
struct CivilDateTests {
    @Test(
        "Known days",
        arguments: [
            (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
            (1900, 3, 1, -25_508), (2026, 11, 23, 20_780), (2100, 3, 1, 47_541),
            (1, 1, 1, -719_162),
            (2248, 9, 26, 101_806), (9999, 12, 31, 2_932_896),
        ])
    func known(_ year: Int, _ month: Int, _ day: Int, _ number: Int) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.dayNumber == number)
        #expect(CivilDate(day: number) == date)
    }

    @Test("The calendar goes on day by day, each month as long as it is")
    func consecutive() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (1600, 1, 1)
        let first = CivilDate(year: year, month: month, day: day)?.dayNumber ?? 0
        for number in first..<(first + 300_000) {
            let date = CivilDate(day: number)
            guard (date.year, date.month, date.day, date.dayNumber) == (year, month, day, number)
            else {
                Issue.record("day \(number) is \(date), not \(year)-\(month)-\(day)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) {
                (month, day) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test(
        "Days that no calendar has",
        arguments: [
            (2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0),
            (2026, 1, 32), (2026, 99, 99), (2026, -1, 1),
        ])
    func none(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("A date is written with zeros")
    func text() {
        #expect(CivilDate(day: 0).text == "1970-01-01")
        #expect(CivilDate(day: -719_162).text == "0001-01-01")
    }
}

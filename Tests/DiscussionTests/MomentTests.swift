import Discussion
import Testing

@Suite("Moments")
struct MomentTests {
    @Test(
        "Known moments stand in RFC 3339 with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_134_028_003_000, "2005-12-08T07:46:43.000Z"),
            (1_795_426_200_001, "2026-11-23T09:30:00.001Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            ((1 << 43) - 1, "2248-09-26T15:10:22.207Z"),
        ])
    func known(_ milliseconds: Int64, _ text: String) {
        #expect(Moment(milliseconds: milliseconds).text == text)
        #expect(Moment(text: text) == Moment(milliseconds: milliseconds))
    }

    @Test("Every day from 1970 to 2248 reads back as it was written")
    func roundTrip() {
        var dice = Dice(1)
        var last = ""
        for day in 0...Moment.latest.day {
            let inDay = Int64.random(in: 0..<86_400_000, using: &dice)
            let moment = Moment(
                milliseconds: min(Int64(day) * 86_400_000 + inDay, Moment.latest.milliseconds))
            let text = moment.text
            guard moment.day == day, Moment(text: text) == moment, text.utf8.count == 24,
                last < text
            else {
                Issue.record("\(moment.milliseconds) is written \(text)")
                return
            }
            last = text
        }
    }

    @Test("A day ends with its last millisecond")
    func day() {
        #expect(Moment(milliseconds: 86_399_999).day == 0)
        #expect(Moment(milliseconds: 86_400_000).day == 1)
        #expect(Moment(milliseconds: -1).day == -1)
    }

    @Test(
        "Any offset is turned into UTC, digits past the milliseconds are cut",
        arguments: [
            ("2026-11-23T18:30:00.000+09:00", "2026-11-23T09:30:00.000Z"),
            ("2026-11-23T04:00:00-05:30", "2026-11-23T09:30:00.000Z"),
            ("2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00.000Z"),
            ("2024-02-28T23:30:00-01:00", "2024-02-29T00:30:00.000Z"),
            ("2026-11-23T09:30:00-00:00", "2026-11-23T09:30:00.000Z"),
            ("2026-11-23t09:30:00z", "2026-11-23T09:30:00.000Z"),
            ("2026-11-23T09:30:00.1Z", "2026-11-23T09:30:00.100Z"),
            ("2026-11-23T09:30:00.9999999Z", "2026-11-23T09:30:00.999Z"),
            ("1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00.000Z"),
            ("1969-12-31T23:00:00-01:00", "1970-01-01T00:00:00.000Z"),
        ])
    func offsets(_ text: String, _ utc: String) {
        #expect(Moment(text: text)?.text == utc)
    }

    @Test(
        "Days that only leap years have",
        arguments: [
            (1972, true), (2000, true), (2024, true), (2026, false), (2100, false), (2200, false),
        ])
    func leapDays(_ year: Int, _ isLeap: Bool) {
        #expect((Moment(text: "\(year)-02-29T12:00:00Z") != nil) == isLeap)
        #expect(Moment(text: "\(year)-02-28T12:00:00Z") != nil)
        #expect(Moment(text: "\(year)-02-30T12:00:00Z") == nil)
    }

    @Test(
        "What is no time, or too early or late, is refused",
        arguments: [
            "", "now", "2026-11-23", "2026-11-23T09:30:00", "2026-11-23 09:30:00Z",
            "2026-11-23T09:30Z", "2026-11-23T09:30:00.Z", "2026-11-23T09:30:00,5Z",
            "2026-11-23T09:30:00.5", "2026-11-23T09:30:00ZZ", "2026-11-23T09:30:00Z ",
            " 2026-11-23T09:30:00Z", "2026-11-23T09:30:00+9:00", "2026-11-23T09:30:00+0900",
            "2026-11-23T09:30:00+24:00", "2026-11-23T09:30:00+09:60", "2026-11-23T09:30:00+09",
            "2026-11-23T24:00:00Z", "2026-11-23T09:60:00Z", "2026-00-23T09:30:00Z",
            "2026-13-23T09:30:00Z", "2026-11-00T09:30:00Z", "2026-11-31T09:30:00Z",
            "2026-04-31T09:30:00Z", "26-11-23T09:30:00.000Z", "+2026-11-23T09:30:00Z",
            "2O26-11-23T09:30:00Z", "2026-11-23T-1:30:00Z", "٢٠٢٦-11-23T09:30:00Z",
            "2026-11-23T09:30:00.000000000000000000000Z", "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00+00:01", "2248-09-26T15:10:22.208Z",
            "9999-12-31T23:59:59Z",
        ])
    func malformed(_ text: String) {
        #expect(Moment(text: text) == nil)
    }

    @Test("Text of any bytes is read or refused")
    func anyText() {
        var dice = Dice(2)
        let pieces = ["2026", "-", "11", "23", "T", "09", ":", "30", ".", "0", "Z", "+", "é", " "]
        for _ in 0..<5000 {
            let text = dice.text(of: pieces, upTo: 20)
            if let moment = Moment(text: text) { #expect(Moment(text: moment.text) == moment) }
        }
    }

    @Test("Moments order as time does, and their seconds hold the milliseconds")
    func order() {
        let moment = Moment(milliseconds: 1500)
        #expect(moment.seconds == 1.5)
        #expect(moment < moment.adding(milliseconds: 1))
        #expect(moment.adding(milliseconds: -1500) == Moment(milliseconds: 0))
    }
}

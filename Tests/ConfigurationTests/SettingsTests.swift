import Configuration
import Testing

@Suite("The settings")
struct SettingsTests {
    @Test("The defaults are those of the published format")
    func defaults() {
        let settings = Settings()
        #expect(settings.limits.maxLineBytes == 1_048_576)
        #expect(settings.limits.maxBodyBytes == 10_000)
        #expect(settings.limits.maxDepth == 50)
        #expect(settings.limits.maxList == 1_000)
        #expect(settings.limits.maxInFlightCommands == 1_024)
        #expect(settings.limits.maxInFlightBytes == 16 << 20)
        #expect(settings.windows.editSeconds == 900)
        #expect(!settings.windows.editsAfterReply)
        #expect(settings.windows.deleteSeconds == 900)
        #expect(settings.windows.keySeconds == 86_400)
        #expect(settings.windows.leaseSeconds == 300)
        #expect(settings.flags.minFlaggers == 3)
        #expect(settings.votes.takesGuests)
        #expect(settings.votes.takesDown)
        #expect(settings.votes.perMinute == 0)
        #expect(settings.votes.changeDays == 0)
        #expect(settings.votes.minApprovedToVoteDown == 0)
        #expect(!settings.privacy.hashesAddresses)
        #expect(settings.privacy.rotateSeconds == 86_400)
        #expect(settings.privacy.keepAddressesSeconds == 0)
    }

    @Test("Every member is read into its own place")
    func everyMember() throws {
        let folder = try TemporaryFolder([
            "commentd.json": """
            { limits: { max_line_bytes: 2001, max_body_bytes: 2002, max_depth: 203, max_list: 204,
                max_in_flight_commands: 2005, max_in_flight_bytes: 200006,
                max_events: 2007, max_follower_bytes: 200008 },
              windows: { edit_s: 301, edit_after_reply: true, delete_s: 302, lease_s: 303,
                key_s: 304, notice_s: 3605, follow_stall_s: 306 },
              flags: { min_flaggers: 4, hide_weight: 5.5, max_weight: 2 },
              votes: { guests: false, down: false, per_minute: 51, change_days: 52,
                down_min_approved: 53 },
              privacy: { hash_addresses: true, rotate_s: 3601, keep_addresses_s: 62 } }
            """
        ])
        var expected = Settings()
        expected.limits.maxLineBytes = 2_001
        expected.limits.maxBodyBytes = 2_002
        expected.limits.maxDepth = 203
        expected.limits.maxList = 204
        expected.limits.maxInFlightCommands = 2_005
        expected.limits.maxInFlightBytes = 200_006
        expected.limits.maxEvents = 2_007
        expected.limits.maxFollowerBytes = 200_008
        expected.windows.editSeconds = 301
        expected.windows.editsAfterReply = true
        expected.windows.deleteSeconds = 302
        expected.windows.leaseSeconds = 303
        expected.windows.keySeconds = 304
        expected.windows.noticeSeconds = 3605
        expected.windows.followStallSeconds = 306
        expected.privacy.hashesAddresses = true
        expected.privacy.rotateSeconds = 3601
        expected.privacy.keepAddressesSeconds = 62
        expected.flags.minFlaggers = 4
        expected.flags.hideWeight = 5.5
        expected.flags.maxWeight = 2
        expected.votes.takesGuests = false
        expected.votes.takesDown = false
        expected.votes.perMinute = 51
        expected.votes.changeDays = 52
        expected.votes.minApprovedToVoteDown = 53
        #expect(try folder.load().settings == expected)
    }

    @Test("A member that is left out keeps its default")
    func partial() throws {
        let folder = try TemporaryFolder(["commentd.json": "{votes: {down: false}, limits: {}}"])
        var expected = Settings()
        expected.votes.takesDown = false
        #expect(try folder.load().settings == expected)
    }

    @Test(
        "Every integer is taken to its bounds and no further",
        arguments: [
            ("limits", "max_line_bytes", 1_024, 67_108_864),
            ("limits", "max_body_bytes", 1, 1_000_000),
            ("limits", "max_depth", 0, 1_000),
            ("limits", "max_list", 1, 1_000),
            ("limits", "max_in_flight_commands", 1, 65_536),
            ("limits", "max_in_flight_bytes", 65_536, 1_073_741_824),
            ("limits", "max_events", 1_000, 1_000_000_000_000),
            ("limits", "max_follower_bytes", 65_536, 67_108_864),
            ("windows", "edit_s", 0, 31_536_000),
            ("windows", "delete_s", 0, 31_536_000),
            ("windows", "lease_s", 1, 86_400),
            ("windows", "key_s", 60, 31_536_000),
            ("windows", "notice_s", 3_600, 31_536_000),
            ("windows", "follow_stall_s", 1, 3_600),
            ("flags", "min_flaggers", 1, 1_000_000),
            ("votes", "per_minute", 0, 600), ("votes", "change_days", 0, 36_500),
            ("votes", "down_min_approved", 0, 1_000_000),
        ])
    func bounds(section: String, name: String, low: Int, high: Int) throws {
        func problem(_ value: String) throws -> String? {
            try TemporaryFolder(["commentd.json": "{\(section): {\(name): \(value)}}"]).problem()
        }
        let expected = "commentd.json: \(section).\(name): expected an integer \(low) to \(high)"
        #expect(try problem("\(low)") == nil)
        #expect(try problem("\(high)") == nil)
        #expect(try problem("\(low - 1)") == expected)
        #expect(try problem("\(high + 1)") == expected)
        #expect(try problem("'\(low)'") == expected)
        #expect(try problem("\(low).5") == expected)
        #expect(try problem("1e300") == expected)
        #expect(try problem("NaN") == expected)
        #expect(try problem("null") == expected)
    }

    @Test(
        "A weight is taken to its bounds and no further",
        arguments: [("hide_weight", "0.001", "1000000"), ("max_weight", "0.001", "1000")])
    func weights(name: String, low: String, high: String) throws {
        func problem(_ value: String) throws -> String? {
            try TemporaryFolder(["commentd.json": "{flags: {\(name): \(value)}}"]).problem()
        }
        for value in [low, high, "2", "1.25"] { #expect(try problem(value) == nil) }
        for value in ["0", "-1", "1000000.5", "'1'", "NaN", "Infinity", "null", "[]"] {
            #expect(
                try problem(value)?.hasPrefix("commentd.json: flags.\(name): expected a") == true,
                "\(value)")
        }
    }

    @Test(
        "A value of another kind is refused with what was expected",
        arguments: [
            ("[]", "commentd.json: expected an object"),
            ("null", "commentd.json: expected an object"),
            ("{limits: 3}", "commentd.json: limits: expected an object"),
            ("{votes: {guests: 1}}", "commentd.json: votes.guests: expected true or false"),
            ("{votes: {down: 'no'}}", "commentd.json: votes.down: expected true or false"),
        ])
    func kinds(text: String, expected: String) throws {
        #expect(try TemporaryFolder(["commentd.json": text]).problem() == expected)
    }

    @Test(
        "An unknown member is refused, with the name that was probably meant",
        arguments: [
            ("{limitz: {}}", "limitz: is not a known member, did you mean limits?"),
            (
                "{limits: {max_dept: 1}}",
                "limits.max_dept: is not a known member, did you mean max_depth?"
            ),
            (
                "{windows: {key_ss: 1}}",
                "windows.key_ss: is not a known member, did you mean key_s?"
            ),
            ("{votes: {colour: 1}}", "votes.colour: is not a known member"),
        ])
    func unknown(text: String, expected: String) throws {
        let problem = try TemporaryFolder(["commentd.json": text]).problem()
        #expect(problem == "commentd.json: \(expected)")
    }

    @Test("When classifiers speak is a member of the rules' own")
    func classifier() throws {
        let text = "{rules: {classifier: {spam_min: 0.75, min_examples: 50}}}"
        let settings = try TemporaryFolder(["commentd.json": text]).load().settings
        #expect(settings.classifier.spamMin == 0.75)
        #expect(settings.classifier.toxicMin == 0.9)
        #expect(settings.classifier.minExamples == 50)
        let wrong = "{rules: {classifier: {spam_min: 1.5}}}"
        let problem = try TemporaryFolder(["commentd.json": wrong]).problem()
        #expect(
            problem
                == "commentd.json: rules.classifier.spam_min: expected a number from 0.0 to 1.0")
    }

    @Test("A problem is described in one line, its parts left out where they are empty")
    func description() {
        let whole = ConfigurationProblem(
            file: "c/rules.json", path: "rules[0].then", problem: "expected one of hold, spam",
            didYouMean: "hold")
        #expect(
            whole.description
                == "c/rules.json: rules[0].then: expected one of hold, spam, did you mean hold?")
        let file = ConfigurationProblem(file: "c", problem: "expected a directory")
        #expect(file.description == "c: expected a directory")
    }
}

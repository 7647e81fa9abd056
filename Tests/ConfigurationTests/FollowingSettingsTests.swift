import Configuration
import Testing

@Suite("The settings of those who follow")
struct FollowingSettingsTests {
    private func loaded(_ text: String) throws -> LoadedConfiguration {
        try TemporaryFolder(["commentd.json": text]).load()
    }

    private func problem(_ text: String) throws -> String? {
        try TemporaryFolder(["commentd.json": text]).problem()
    }

    @Test("Mail needs who writes and where its links lead; all else has a default")
    func mail() throws {
        #expect(try loaded("{}").mail == nil)
        let least = "{mail: {from: 'a@b.example', base_url: 'https://b.example/c'}}"
        var expected = Settings.Mail(from: "a@b.example", baseURL: "https://b.example/c")
        #expect(try loaded(least).mail == expected)
        #expect(expected.sendmail == ["/usr/sbin/sendmail", "-t", "-i"])
        #expect(expected.digestSeconds == 600)
        expected.sendmail = ["s"]
        expected.digestSeconds = 1
        expected.maxTries = 2
        expected.retrySeconds = 3
        expected.pollSeconds = 4
        expected.timeoutSeconds = 5
        var template = Settings.Mail.Template()
        template.subject = "{title}"
        template.html = "<p>{comments}</p>"
        expected.templates["confirm"] = template
        #expect(
            try loaded(
                """
                { mail: { from: "a@b.example", base_url: "https://b.example/c", sendmail: ["s"],
                  digest_s: 1, max_tries: 2, retry_s: 3, poll_s: 4, timeout_s: 5,
                  templates: {confirm: {subject: "{title}", html: "<p>{comments}</p>"}} } }
                """
            ).mail == expected)
        #expect(try problem("{mail: {}}")?.contains("mail.from: is missing") == true)
        #expect(try problem("{mail: {from: 'a', base_urll: 'x'}}") != nil)
        let long = "https://" + String(repeating: "b", count: 793)
        let told = try problem("{mail: {from: 'a@b.example', base_url: '\(long)'}}")
        #expect(told?.contains("mail.base_url") == true)
        #expect(
            try loaded(least.replacing("https://b.example/c", with: long.dropLast())).mail != nil)
    }

    @Test("Who follows the queue, and after how long")
    func queueNotice() throws {
        #expect(!Settings().queueNotice.isOn)
        let settings = try loaded(
            """
            { queue_notice: { after_s: 7, persons: [ {id: "a"},
              {id: "b", name: "B", email: "b@b.example", sites: ["s", "t"]} ] } }
            """
        ).settings
        #expect(settings.queueNotice.afterSeconds == 7)
        #expect(
            settings.queueNotice.persons == [
                .init(name: "a", displayName: nil, email: nil, sites: ["default"]),
                .init(name: "b", displayName: "B", email: "b@b.example", sites: ["s", "t"]),
            ])
        for (text, path) in [
            ("{persons: [{name: 'x'}]}", "queue_notice.persons[0].id"),
            ("{persons: [{id: 'x', sites: ['A']}]}", "queue_notice.persons[0].sites[0]"),
            ("{persons: [{id: 'x', email: 'a\\nb@c'}]}", "queue_notice.persons[0].email"),
            ("{after_s: -1}", "queue_notice.after_s"),
        ] {
            let told = try problem("{queue_notice: \(text)}")
            #expect(told?.hasPrefix("commentd.json: \(path)") == true, "\(told ?? "")")
        }
    }
}

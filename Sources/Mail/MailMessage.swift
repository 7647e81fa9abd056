import Discussion

/// One mail with its text in two forms, as `sendmail -t -i` takes it.
package struct MailMessage: Sendable {
    package var from: (name: String, address: MailAddress)
    package var to: (name: String, address: MailAddress)
    package var subject: String
    package var text: String
    package var html: String
    /// The same for the same mail, however often it is sent: letters and digits.
    package var id: String
    /// Where one request ends what the mail is because of (RFC 8058); nil: nowhere.
    package var unsubscribe: String?

    package init(
        from: (name: String, address: MailAddress), to: (name: String, address: MailAddress),
        subject: String, text: String, html: String, id: String, unsubscribe: String?
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.id = id
        self.unsubscribe = unsubscribe
    }

    /// The whole mail, each line ended by `\n`.
    package func bytes(at now: Moment) -> [UInt8] {
        // `=_` stands in no line of either encoding (RFC 2045, section 6.7).
        let boundary = "=_\(id)"
        var lines = [
            HeaderField.mailbox("From", from.name, from.address),
            HeaderField.mailbox("To", to.name, to.address),
            HeaderField.text("Subject", subject),
            "Date: \(now.mailDate)",
            "Message-ID: <\(id)@\(from.address.domain)>",
            "MIME-Version: 1.0",
            "Auto-Submitted: auto-generated",
        ]
        if let unsubscribe {
            lines.append("List-Unsubscribe:\n <\(unsubscribe)>")
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        }
        lines.append("Content-Type: multipart/alternative;\n boundary=\"\(boundary)\"")
        var mail = Array((lines.joined(separator: "\n") + "\n\n").utf8)
        for (type, text) in [("text/plain", text), ("text/html", html)] {
            let encoding = BodyEncoding(for: text)
            mail += Array(
                """
                --\(boundary)
                Content-Type: \(type); charset=utf-8
                Content-Transfer-Encoding: \(encoding.rawValue)


                """.utf8)
            mail += encoding.encode(text)
        }
        return mail + Array("--\(boundary)--\n".utf8)
    }
}

extension Moment {
    /// As in a mail's `Date` (RFC 5322, section 3.3), in UTC.
    package var mailDate: String {
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let date = CivilDate(day: day)
        let time = text.split(separator: "T").last?.prefix(8) ?? ""
        // 1970-01-01 was a Thursday.
        let name = names[((day % 7) + 7) % 7]
        return "\(name), \(date.day) \(months[date.month - 1]) \(date.year) \(time) +0000"
    }
}

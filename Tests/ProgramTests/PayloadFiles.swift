import JSONValues

/// Files of each format that hold every payload, as a page's title, a name, an address and a text.
enum PayloadFiles {
    static let page = "https://page.example/"
    /// Steers terminals, and is no text that JSON or an export could not bring.
    static let controls = "\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}31m"

    /// What files bring that can hold any character.
    private static let texts = Payloads.texts + [controls + "words"]

    private static func json(_ value: JSONValue) -> String {
        var json = JSONWriter()
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Text as XML has it; `isHTML`: as it stands in HTML that stands there.
    private static func xml(_ text: String, isHTML: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return isHTML ? xml(escaped) : escaped
    }

    private static func each(
        _ texts: [String], _ make: (Int, String) -> String
    ) -> String {
        texts.enumerated().map { make($0 + 1, $1) }.joined(separator: "\n")
    }

    private static func wordpress(isHTML: Bool) -> String {
        let comments = each(Payloads.texts) { number, text in
            """
            <wp:comment><wp:comment_id>\(number)</wp:comment_id>
            <wp:comment_author>\(xml(text))</wp:comment_author>
            <wp:comment_author_url>\(xml(text))</wp:comment_author_url>
            <wp:comment_agent>\(xml(text))</wp:comment_agent>
            <wp:comment_date_gmt>2020-01-01 00:00:00</wp:comment_date_gmt>
            <wp:comment_content>\(xml(text, isHTML: isHTML))</wp:comment_content>
            <wp:comment_approved>1</wp:comment_approved></wp:comment>
            """
        }
        return """
            <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
            <link>https://blog.example</link><item><title>\(xml(Payloads.texts[8]))</title>
            <link>\(page)</link>\(comments)</item></channel></rss>
            """
    }

    private static func disqus() -> String {
        let posts = each(Payloads.texts) { number, text in
            """
            <post dsq:id="\(number)"><message>\(xml(text))</message>
            <createdAt>2020-01-01T00:00:00Z</createdAt><isDeleted>false</isDeleted>
            <isSpam>false</isSpam><author><name>\(xml(text))</name><isAnonymous>true</isAnonymous>
            </author><thread dsq:id="7"/></post>
            """
        }
        return """
            <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
            <thread dsq:id="7"><id>seven</id><forum>paper</forum><link>\(page)</link>
            <title>\(xml(Payloads.texts[8]))</title></thread>\(posts)</disqus>
            """
    }

    private static func isso() -> String {
        let pages = texts.enumerated().map { number, text -> JSONValue in
            [
                "id": .string("\(page)\(number)"), "title": .string(text),
                "comments": [
                    [
                        "id": .integer(number + 1), "author": .string(text),
                        "text": .string(text), "website": .string(text),
                        "created": 1_500_000_000,
                    ]
                ],
            ]
        }
        return json(.array(pages))
    }

    private static func remark42() -> String {
        #"{"version":1,"users":[],"posts":[]}"# + "\n"
            + each(texts) { number, text in
                json([
                    "id": .string("\(number)"), "pid": "", "text": .string(text),
                    "user": ["name": .string(text), "id": .string("github_\(number)")],
                    "locator": ["site": "s", "url": .string(page)], "score": 0,
                    "time": "2020-01-01T00:00:01Z",
                ])
            }
    }

    private static func commento() -> String {
        let comments = texts.enumerated().map { number, text -> JSONValue in
            [
                "commentHex": .string("c\(number)"), "domain": "page.example", "url": "/",
                "commenterHex": .string("p\(number)"), "markdown": .string(text),
                "parentHex": "root", "score": 0, "state": "approved",
                "creationDate": "2021-03-12T11:21:56Z", "deleted": false,
            ]
        }
        let persons = texts.enumerated().map { number, text -> JSONValue in
            [
                "commenterHex": .string("p\(number)"), "email": "p@example.org",
                "name": .string(text), "link": .string(text),
            ]
        }
        return json(["version": 1, "comments": .array(comments), "commenters": .array(persons)])
    }

    /// An export's lines, with each text wherever people have written one.
    private static func archive() -> String {
        each(texts) { number, text in
            let thread: JSONValue = [
                "type": "thread", "thread": .string("\(page)\(number)"), "title": .string(text),
                "url": .string(text),
            ]
            let comment: JSONValue = [
                "type": "comment", "thread": .string("\(page)\(number)"),
                "ref": .string("r\(number)"),
                "author": [
                    "id": .string("p\(number)"), "name": .string(text), "url": .string(text),
                    "user_agent": .string(text),
                ], "body": .string(text), "created_at": "2020-01-01T00:00:01Z",
            ]
            let flag: JSONValue = [
                "type": "flag", "comment_id": .string("ref:r\(number)"), "reporter": "zoe",
                "reason": "other", "detail": .string(text), "at": "2020-01-01T00:00:02Z",
            ]
            return [thread, comment, flag].map(json).joined(separator: "\n")
        }
    }

    static let files: [(format: String, text: String)] = [
        ("wordpress", wordpress(isHTML: false)), ("wordpress", wordpress(isHTML: true)),
        ("disqus", disqus()), ("isso", isso()), ("remark42", remark42()),
        ("commento", commento()), ("ndjson", archive()),
    ]
}
